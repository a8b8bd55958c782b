import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inRoot, root } from './checkout.mjs';
import { sawFullDisk, tail } from './command.mjs';
import { Compiler } from './compile.mjs';
import { checkCompiler, checkPlatform } from './machine.mjs';
import { Problem } from './problem.mjs';
import { tensorflowFolder } from './python-environment.mjs';
import { link, linkLibrary } from './link-library.mjs';
import { hashOf } from './stamps.mjs';
import { tensorflowWheel } from './tensorflow-wheel.mjs';

const addon = inRoot('node_modules', '@tensorflow', 'tfjs-node-gpu');
const alias = inRoot('node_modules', '@tensorflow', 'tfjs-node');
const binding = join(addon, 'lib', 'napi-v8', 'tfjs_binding.node');
const own = {
  folder: inRoot('lib', 'native'),
  binding: join(dirname(binding), 'unetlab_native.node'),
};
const goOn = 'To go on without native TensorFlow, tens of times slower: UNETLAB_TENSORFLOW=js npm start';

/**
 * The C++ addon of TensorFlow.js, compiled against the TensorFlow library of the Python wheel, which exports the whole C
 * interface and ships its headers. `@tensorflow/tfjs-node`, which danfojs-node asks for, becomes a link to the same
 * package: two copies would mean two TensorFlows in one process.
 */
export const nativeAddon = {
  name: 'native-addon',
  title: 'TensorFlow addon (compiled here)',
  needs: ['node-packages', 'python-environment'],
  bytes: 0.1e9,
  inputs: ({ choice, stamps }) =>
    hashOf(
      {
        root,
        tensorflow: choice.tensorflow,
        own: ownSources().map((path) => readFileSync(path, 'utf8')),
      },
      stamps['node-packages']?.id ?? null,
      stamps['python-environment']?.id ?? null,
    ),
  present: ({ choice }) =>
    linked() && (choice.tensorflow === 'js' || (existsSync(binding) && existsSync(own.binding))),
  check({ choice }) {
    if (choice.tensorflow === 'js') return;
    checkPlatform();
    checkCompiler();
  },
  async run({ say, choice }) {
    link(alias, 'tfjs-node-gpu');
    if (choice.tensorflow === 'js') {
      rmSync(binding, { force: true });
      const why = choice.instead ?? 'left out as chosen (js)';
      say(`    ${why}: TensorFlow.js runs in plain JavaScript, tens of times slower`);
      return {};
    }
    const tensorflow = tensorflowFolder(choice.prefix);
    if (tensorflow === null)
      throw new Problem(
        `There is no TensorFlow library in ${choice.prefix}.`,
        `Remove ${choice.prefix} and run the same command again. ${goOn}`,
      );
    linkLibrary(addon, tensorflow);
    await compileTheirs(say);
    await compileOwn(say);
    return { tensorflow: version() };
  },
};

const ownSources = () =>
  readdirSync(own.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

/** The addon of TensorFlow.js. */
async function compileTheirs(say) {
  const { code, output } = await new Compiler({ log: 'native-addon', say }).addon({
    sources: ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(addon, 'binding', name)),
    flags: ['-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION', '-w'],
    includes: [join(addon, 'deps', 'include')],
    libraries: libraries(),
    output: binding,
  });
  if (code !== 0) throw explain(output);
}

/**
 * The instructions that the kernels are compiled for, narrowest first. An inline function that several objects hold is taken
 * from the first that the linker meets: so what is for all processors comes first, and never gets instructions that not all
 * of them have.
 */
const kernelSets = [
  { name: 'avx2', flags: ['-mavx2', '-mfma'] },
  { name: 'avx512', flags: ['f', 'bw', 'vl', 'bf16'].map((part) => `-mavx512${part}`) },
];

/**
 * Compiles the library's own addon (lib/native). What stands in its folder kernels is compiled once for each set of
 * instructions, the rest for all processors. Where the compiler or its assembler is too old for a set, its kernels are left
 * out; with none, TensorFlow's own ops serve.
 */
async function compileOwn(say) {
  const compiler = new Compiler({ log: 'own-addon', say });
  const sources = ownSources().filter((path) => path.endsWith('.cc'));
  const kernels = sources.filter((path) => basename(dirname(path)) === 'kernels');
  const objects = [];
  const flags = [];
  for (const set of process.arch === 'x64' && process.platform === 'linux' ? kernelSets : []) {
    const compiled = await compileKernels(compiler, kernels, set);
    if (compiled === null) {
      say(
        `    the kernels for ${set.name} do not compile here (.setup/own-addon.log; g++ can from version 10): slower`,
      );
      continue;
    }
    objects.push(...compiled);
    flags.push(`-DUNETLAB_${set.name.toUpperCase()}`);
  }
  const { code, output } = await compiler.addon({
    sources: [...sources.filter((path) => !kernels.includes(path)), ...objects],
    flags,
    includes: [join(addon, 'deps', 'include')],
    libraries: libraries(),
    output: own.binding,
  });
  if (code !== 0) throw explain(output);
}

/** The objects of one set of instructions, or null where one does not compile. */
async function compileKernels(compiler, kernels, { name, flags }) {
  const objects = [];
  for (const source of kernels) {
    const object = join(dirname(own.binding), `${name}-${basename(source, '.cc')}.o`);
    if (!(await compiler.object(source, object, [...flags, `-DUNETLAB_KERNELS=${name}`]))) return null;
    objects.push(object);
  }
  return objects;
}

const linked = () => {
  try {
    return lstatSync(alias).isSymbolicLink() && readlinkSync(alias) === 'tfjs-node-gpu';
  } catch {
    return false;
  }
};

const libraries = () => tensorflowWheel().libraries.map((name) => join(addon, 'deps', 'lib', name));

/** Loads the fresh addons in a process of their own and returns their TensorFlow's version. */
function version() {
  const code = `const b = require(${JSON.stringify(binding)}); require(${JSON.stringify(own.binding)});
    process.stdout.write(String(b.TF_Version));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  if (status === 0 && /^\d+\./.test(stdout)) return stdout;
  throw new Problem(`The TensorFlow addon was compiled but does not load:\n${tail(stderr)}`, goOn);
}

function explain(output) {
  if (sawFullDisk(output))
    return new Problem(
      'The disk filled up while compiling the TensorFlow addon.',
      'Free some space and run the same command again.',
    );
  return new Problem(
    `Compiling the TensorFlow addon failed:\n${tail(output)}`,
    `The whole output is in .setup/native-addon.log. ${goOn}`,
  );
}
