import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { inRoot, inState, stateFolder } from './checkout.mjs';
import { run } from './command.mjs';
import { hashOf } from './stamps.mjs';

const kernel = inRoot('scripts', 'kernel');
const notebooks = inRoot('notebooks');
/** Where scripts/kernel/start.sh looks for it: Node ends at once when it is given one of another version or with other flags. */
const snapshot = () => inState(`kernel-${process.version}-${cachedDataVersionTag()}.blob`);
const others = () =>
  existsSync(stateFolder)
    ? readdirSync(stateFolder).filter(
        (name) => /^kernel-.*\.blob(\.draft)?$/.test(name) && name !== basename(snapshot()),
      )
    : [];

/**
 * A snapshot of a kernel that has read all declarations of the library: starting from it, the first cell is compiled in a
 * third of the time. Where none can be made, kernels start from their files, as they do while it is made.
 */
export const kernelSnapshot = {
  name: 'kernel-snapshot',
  title: 'Quick start of the kernel',
  needs: ['node-packages', 'build'],
  bytes: 0.1e9,
  inputs: ({ stamps }) =>
    hashOf({ snapshot: snapshot() }, kernel, ...declarations(), stamps['node-packages']?.id ?? null),
  present: ({ stamps }) => existsSync(snapshot()) || stamps['kernel-snapshot']?.made === false,
  check() {},
  async run({ say }) {
    for (const name of others()) rmSync(inState(name));
    const problem = await make(say);
    if (problem === null) return { made: true };
    rmSync(snapshot(), { force: true });
    say(`    kernels start from their files, some seconds slower (.setup/kernel-snapshot.log): ${problem}`);
    return { made: false };
  },
};

/** @returns why there is none, in one line, or null */
async function make(say) {
  const node = (args, options = {}) =>
    run(process.execPath, args, { log: 'kernel-snapshot', say, ...options });
  const draft = `${snapshot()}.draft`;
  const program = inState('kernel-snapshot.cjs');
  try {
    const { code, output } = await node([join(kernel, 'snapshot', 'compiler-options.cjs')], {
      cwd: notebooks,
    });
    if (code !== 0) return 'tslab is not as expected';
    const text = rooms()
      .map((name) => `import '${name}';\n`)
      .join('');
    writeFileSync(program, programText(JSON.parse(output), text));
    const built = await node(['--snapshot-blob', draft, '--build-snapshot', program]);
    if (built.code !== 0) return 'Node could not make a snapshot';
    const check = ['--snapshot-blob', draft, join(kernel, 'snapshot', 'check.cjs'), text];
    const checked = await node(check);
    if (checked.code !== 0 || !/"handedOut":\d{3,},"parsed":\d\b/.test(checked.output))
      return 'a kernel that starts from one does not work';
    renameSync(draft, snapshot());
    return null;
  } catch (error) {
    return error.message.split('\n')[0];
  } finally {
    rmSync(draft, { force: true });
    rmSync(program, { force: true });
  }
}

/** One file without any other, as Node takes it for a snapshot: the compiler with its parser behind ours, and what to do. */
function programText(options, text) {
  const { compilerFile } = createRequire(join(kernel, 'tslab.cjs'))('./compiler-file.cjs');
  const compiler = compilerFile();
  const parser = /^( *)function createSourceFile\(/gm;
  const source = readFileSync(compiler, 'utf8');
  if (source.match(parser)?.length !== 1) throw new Error('the compiler has no parser of that name');
  const ours = source.replace(
    parser,
    '$1function createSourceFile(...given) { return parseInstead(createSourceFileAnew, ...given); }\n$1function createSourceFileAnew(',
  );
  const cell = join(notebooks, '__tslab__.ts');
  return `const inside = { exports: {} };
((module, exports) => {${readFileSync(join(kernel, 'snapshot', 'inside.cjs'), 'utf8')}
})(inside, inside.exports);
inside.exports.makeSnapshot({
  ...${JSON.stringify({ compiler, options, cell, text })},
  load(parseInstead) {
    const module = { exports: {} };
    ((exports, __filename, __dirname) => {${ours}
    })(module.exports, ${JSON.stringify(compiler)}, ${JSON.stringify(dirname(compiler))});
    return module.exports;
  },
});
`;
}

/** The rooms of the library, which the cells of the notebooks import. */
const rooms = () =>
  declarations().flatMap((path) => {
    const [, room] = /\/dist\/(\w+)\/index\.d\.ts$/.exec(path) ?? [];
    return room === undefined ? [] : [`unetlab/${room}`];
  });

/** The library's declarations. */
function declarations() {
  const folder = inRoot('lib', 'dist');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(folder, name));
}
