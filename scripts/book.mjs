// Writes the collection as a book that opens from the disk: the notebooks as they ran last (out/notebooks), else with the outputs
// that are kept in them, the reports (out/report), the solutions, and the files that these link to.
//   npm run book                  writes out/book and names its first page
import { relative } from 'node:path';
import { writeBook } from 'unetlab/notebook/book';
import { commandLine } from './command-line.mjs';
import { machineFacts } from './start/machine.mjs';
import { inRoot, root } from './setup/checkout.mjs';

commandLine(import.meta.url, {});
try {
  const { index, pages, figures, notices } = writeBook({
    root,
    folder: inRoot('out', 'book'),
    machine: machineFacts(),
  });
  for (const notice of notices) console.log(notice);
  console.log(`${pages} pages, ${figures} figures and pictures; open ${relative(process.cwd(), index)}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
