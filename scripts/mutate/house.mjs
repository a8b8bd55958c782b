import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { inRoot } from '../setup/checkout.mjs';

const own = new Set(['.git', '.setup', 'lib', 'node_modules', 'out', 'test']);

/**
 * A copy of the checkout as far as tests need it, in `out/mutate/<name>`: the built library and the built tests are copied,
 * the changed sources are compiled into it, and all else is linked. The checkout's own build stays as it is.
 *
 * @param {string} name name of the folder
 * @param {Map<string, string>} sources changed TypeScript by its path in `lib/src`
 * @returns {string} the folder: where tests are run
 */
export function makeHouse(name, sources) {
  const house = inRoot('out', 'mutate', name);
  rmSync(house, { recursive: true, force: true });
  mkdirSync(join(house, 'node_modules'), { recursive: true });
  linkAll(inRoot(), house, own);
  linkAll(inRoot('lib'), join(house, 'lib'), new Set(['dist']));
  linkAll(inRoot('test'), join(house, 'test'), new Set(['.dist']));
  symlinkSync(join(house, 'lib'), join(house, 'node_modules', 'unetlab')); // other packages are found further up
  for (const built of ['lib/dist', 'test/.dist'])
    cpSync(inRoot(built), join(house, built), {
      recursive: true,
      filter: (file) => !/\.(d\.ts|map|tsbuildinfo)$/.test(file),
    });
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    esModuleInterop: true,
  };
  for (const [file, text] of sources) {
    const built = join(house, 'lib/dist', relative(inRoot('lib/src'), file).replace(/\.ts$/, '.js'));
    mkdirSync(dirname(built), { recursive: true });
    writeFileSync(built, ts.transpileModule(text, { fileName: file, compilerOptions }).outputText);
  }
  return house;
}

function linkAll(from, to, except) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) if (!except.has(name)) symlinkSync(join(from, name), join(to, name));
}
