import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inRoot, root } from './checkout.mjs';
import { run, sawFullDisk, sawNoNetwork, tail } from './command.mjs';
import { checkCompiler, checkPlatform, compiler } from './machine.mjs';
import { Problem } from './problem.mjs';
import { tensorflowFolder } from './python-environment.mjs';
import { hashOf } from './stamps.mjs';

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
        abi: process.versions.napi,
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
      say('    left out as chosen (js): TensorFlow.js runs in plain JavaScript, tens of times slower');
      return {};
    }
    const tensorflow = tensorflowFolder(choice.prefix);
    if (tensorflow === null)
      throw new Problem(
        `There is no TensorFlow library in ${choice.prefix}.`,
        `Remove ${choice.prefix} and run the same command again. ${goOn}`,
      );
    linkLibrary(tensorflow);
    const { code, output } = await run(
      process.execPath,
      [
        inRoot('node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
        'rebuild',
        '--module_name=tfjs_binding',
        `--module_path=${dirname(binding)}`,
        '--napi_build_version=8',
        ...headers(),
      ],
      {
        log: 'native-addon',
        say,
        cwd: addon,
        env: { ...process.env, ...compiler(), npm_config_python: inRoot(choice.prefix, 'bin', 'python') },
      },
    );
    if (code !== 0) throw explain(output);
    await compileOwn(say);
    return { tensorflow: version() };
  },
};

const ownSources = () =>
  readdirSync(own.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

/**
 * Compiles the library's own addon (lib/native). What stands in its folder avx512 is compiled for such processors, the rest
 * for all. Where the compiler or its assembler is too old for them, the ops are left out and TensorFlow's own serve.
 */
async function compileOwn(say) {
  const [program, ...flags] = (process.env.CXX || compiler().CXX || 'g++').trim().split(/\s+/);
  const sources = ownSources().filter((path) => path.endsWith('.cc'));
  const forAvx512 = sources.filter((path) => basename(dirname(path)) === 'avx512');
  const compile = (...rest) =>
    run(program, [...flags, '-std=c++17', '-O3', '-fPIC', '-fvisibility=hidden', ...rest], {
      log: 'own-addon',
      say,
      cwd: root,
    });
  const avx512 = ['f', 'bw', 'vl', 'bf16'].map((part) => `-mavx512${part}`);
  const objects = [];
  for (const source of forAvx512) {
    const object = join(dirname(own.binding), `${basename(source, '.cc')}.o`);
    if ((await compile(...avx512, '-c', source, '-o', object)).code !== 0) break;
    objects.push(object);
  }
  const complete = objects.length === forAvx512.length;
  if (!complete)
    say(
      '    the kernels for AVX-512 do not compile here (g++ can from version 10; .setup/own-addon.log): slower',
    );
  const { code, output } = await compile(
    '-shared',
    ...sources.filter((path) => !forAvx512.includes(path)),
    ...(complete ? objects : ['-DUNETLAB_WITHOUT_KERNELS']),
    `-I${join(addon, 'deps', 'include')}`,
    `-L${join(addon, 'deps', 'lib')}`,
    ...['-ltensorflow_framework', '-pthread', '-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', own.binding],
  );
  if (code !== 0) throw explain(output);
}

const linked = () => {
  try {
    return lstatSync(alias).isSymbolicLink() && readlinkSync(alias) === 'tfjs-node-gpu';
  } catch {
    return false;
  }
};

function link(path, target) {
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  symlinkSync(target, draft);
  rmSync(path, { recursive: true, force: true });
  renameSync(draft, path);
}

function linkLibrary(tensorflow) {
  const library = join(addon, 'deps', 'lib');
  mkdirSync(library, { recursive: true });
  link(join(addon, 'deps', 'include'), join(tensorflow, 'include'));
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'])
    link(join(library, name), join(tensorflow, name));
  // the names that binding.gyp links against
  link(join(library, 'libtensorflow.so'), join(tensorflow, 'libtensorflow_cc.so.2'));
  link(join(library, 'libtensorflow_framework.so'), join(tensorflow, 'libtensorflow_framework.so.2'));
}

/** Node's own headers where they are installed with it; else node-gyp downloads them. */
function headers() {
  const asked =
    spawnSync('npm', ['config', 'get', 'nodedir'], { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '';
  if (asked !== '' && asked !== 'undefined' && asked !== 'null') return [`--nodedir=${asked}`];
  const beside = dirname(dirname(process.execPath));
  return existsSync(join(beside, 'include', 'node', 'node_api.h')) ? [`--nodedir=${beside}`] : [];
}

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
  if (sawNoNetwork(output))
    return new Problem(
      "Node's header files could not be downloaded for compiling the TensorFlow addon.",
      `Install a Node that brings them (nvm and nodejs.org do), or name their folder: npm config set nodedir /usr. ${goOn}`,
    );
  return new Problem(
    `Compiling the TensorFlow addon failed:\n${tail(output)}`,
    `The whole output is in .setup/native-addon.log. ${goOn}`,
  );
}
