// Prints a notebook's text and code without its outputs, for `git diff`:
//   git config diff.notebook.textconv "node scripts/notebook-text.mjs"
// .gitattributes names it for *.ipynb; without the setting git shows the files as they are. Needs nothing but Node.
import { readFileSync } from 'node:fs';

const { cells, metadata = {} } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const lines = [];
for (const { cell_type: type, source, metadata: about = {} } of cells) {
  const tags = about.tags?.length > 0 ? ` [${about.tags.join(', ')}]` : '';
  lines.push(`# %% ${type}${tags}`, Array.isArray(source) ? source.join('') : source, '');
}
const { library, profile, date } = metadata.unetlab ?? {};
if (library) lines.push(`# outputs: unetlab ${library}, profile ${profile}, ${date}`);
console.log(lines.join('\n'));
