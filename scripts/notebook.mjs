// Runs notebooks headlessly; `npm run notebook -- --help` says how.
import { basename, join } from 'node:path';
import { writeWhole } from 'unetlab/files';
import { printTable } from 'unetlab/notebook';
import { findingsText, singlePage } from 'unetlab/notebook/book';
import {
  checkPaths,
  findNotebook,
  kernelFolder,
  notebookParameters,
  notebookPaths,
  parseCommand,
  readNotebook,
  resolveParameters,
  shortPath,
  usage,
  withPathsFrom,
} from 'unetlab/notebook/run';
import { runNotebooks } from './run-notebooks.mjs';
import { root } from './setup/checkout.mjs';

// npm starts scripts in the checkout and says here where the user is
const cwd = process.env.INIT_CWD ?? process.cwd();

try {
  process.exitCode = await main(parseCommand(process.argv.slice(2), cwd));
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

async function main(command) {
  if (command.help) return say(usage);
  if (command.notebooks.length === 0) {
    if (!command.list) throw new Error(usage);
    return say(printTable(notebookPaths(root).map(readNotebook), { columns: ['name', 'title'] }).text);
  }
  const notebooks = command.notebooks.map((wanted) => readNotebook(findNotebook(wanted, root, cwd)));
  if (command.list) return list(notebooks);

  const several = notebooks.length > 1;
  if (several && command.output?.endsWith('.ipynb'))
    throw new Error('-o must be a folder for several notebooks');
  const given = (notebook) => {
    const parameters = resolveParameters(notebook.name, notebookParameters(notebook), command.given);
    checkPaths(notebook.name, cwd, parameters);
    return withPathsFrom(cwd, kernelFolder(notebook.path, root), parameters);
  };
  const output = ({ name }) =>
    command.output === null
      ? join(root, 'out', 'notebooks', `${name}.ipynb`)
      : command.output.endsWith('.ipynb')
        ? command.output
        : join(command.output, `${name}.ipynb`);
  const runs = notebooks.map((notebook) => ({
    name: notebook.name,
    notebook: notebook.path,
    output: output(notebook),
    parameters: given(notebook),
    cellTimeout: command.cellTimeout,
  }));
  const twice = runs.find((run, i) => runs.findIndex((other) => other.output === run.output) !== i);
  if (twice) throw new Error(`two notebooks would be written to ${twice.output}`);
  const same = runs.find((run) => run.output === run.notebook);
  if (same) throw new Error(`-o ${basename(same.output)} would overwrite the notebook itself`);

  const { results, signal } = await runNotebooks(runs, {
    jobs: command.jobs,
    detail: 'cells',
    stopping: 'stopping; the cells so far are kept',
  });
  for (const [i, { name, output: file }] of runs.entries()) {
    if (results[i].seconds === 0) continue;
    const executed = readNotebook(file);
    if (command.html) {
      const page = file.replace(/\.ipynb$/, '.html');
      writeWhole(page, singlePage(executed));
      say(`page: ${shortPath(page)}`);
    }
    const findings = results[i].status === 'ok' ? findingsText(executed) : '';
    if (findings !== '') say(`\n${several ? `${name}: what we saw` : 'What we saw'}\n${wrapped(findings)}`);
  }
  if (signal.aborted) return 130;
  return results.every(({ status }) => status === 'ok') ? 0 : 1;
}

function list(notebooks) {
  for (const notebook of notebooks) {
    const rows = notebookParameters(notebook).map(({ name, typeText, defaultText, comment }) => ({
      parameter: name,
      type: typeText,
      default: defaultText,
      meaning: comment,
    }));
    say(`${notebook.name}: ${notebook.title}\n`);
    say(rows.length === 0 ? 'no parameters' : printTable(rows).text);
    say('');
  }
  return 0;
}

/** Lines of about 100 letters; what goes on after a list's dash stands under its words. Tables stay as they are. */
function wrapped(text) {
  const lines = [];
  for (const line of text.split('\n')) {
    const mark = /^\s*(?:-|\d+\.)? */.exec(line)[0];
    const words = line.slice(mark.length);
    if (/ {2,}/.test(words)) {
      lines.push(`  ${line}`);
      continue;
    }
    let row = `  ${mark}`;
    for (const word of words.split(' ')) {
      if (row.length + word.length > 100 && row.trim() !== mark.trim()) {
        lines.push(row.trimEnd());
        row = ' '.repeat(2 + mark.length);
      }
      row += `${word} `;
    }
    lines.push(row.trimEnd());
  }
  return lines.join('\n');
}

function say(text) {
  console.log(text);
  return 0;
}
