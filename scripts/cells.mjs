// Formats the TypeScript cells of the notebooks as Prettier formats files, and checks them: form, length, types and rules.
//   npm run cells                 formats
//   npm run cells -- --check      says what is not as it should be; part of `npm run lint`
// Names of notebooks after it take those alone.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { notebookPaths } from 'unetlab/notebook/run';
import { formattedCell } from './cells/format.mjs';
import { lengthFaults } from './cells/length.mjs';
import { ruleFaults } from './cells/rules.mjs';
import { typeFaults } from './cells/types.mjs';
import { root } from './setup/checkout.mjs';

const words = process.argv.slice(2).filter((word) => word !== '--check');
const check = process.argv.includes('--check');
const solutions = join(root, 'notebooks', 'solutions');
const solved = existsSync(solutions) ? readdirSync(solutions).sort() : [];
const paths = [...notebookPaths(root), ...solved.map((file) => join(solutions, file))]
  .filter((path) => path.endsWith('.ipynb'))
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)));
/** The format allows a text or a list of lines. */
const sourceOf = ({ source }) => (Array.isArray(source) ? source.join('') : source);
const faults = [];
const notebooks = [];
for (const path of paths) {
  const name = path.slice(join(root, 'notebooks').length + 1);
  const notebook = JSON.parse(readFileSync(path, 'utf8'));
  let changed = false;
  const code = notebook.cells.filter(({ cell_type: type }) => type === 'code');
  for (const cell of code) {
    const source = sourceOf(cell);
    const formatted = await formattedCell(source, path);
    if (formatted === source) continue;
    if (check) faults.push(`${name} ${cell.id}: not formatted; npm run cells does it`);
    else cell.source = formatted.split(/(?<=\n)/);
    changed = true;
  }
  if (changed && !check) {
    writeFileSync(path, `${JSON.stringify(notebook, null, 1)}\n`);
    console.log(`formatted ${name}`);
  }
  const cells = code.map(({ id, metadata, source }) => ({
    id,
    source: sourceOf({ source }),
    parameters: metadata.tags?.includes('parameters') ?? false,
  }));
  faults.push(...lengthFaults(cells).map((fault) => `${name} ${fault}`));
  notebooks.push({ name, file: basename(path, '.ipynb'), cells });
}
if (check) {
  faults.push(...typeFaults(notebooks, root));
  faults.push(...(await ruleFaults(notebooks, root)));
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(`${paths.length} notebooks: cells ${check ? 'are as they should be' : 'formatted'}`);
