import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { environmentProgram } from 'unetlab/notebook';
import { closedPage, jupyterEnvironment } from 'unetlab/notebook/run';
import { root } from '../setup/checkout.mjs';

/**
 * Executed notebooks as HTML pages that load and run nothing, all in one call of nbconvert.
 * @returns {Promise<Map<string, string>>} page by notebook; a notebook that could not be converted is missing, and said so
 */
export async function htmlOf(notebooks, folder) {
  if (notebooks.length === 0) return new Map();
  mkdirSync(folder, { recursive: true });
  const { code, text } = await run(environmentProgram('python', root), [
    ...['-m', 'nbconvert', '--to', 'html', '--output-dir', folder, '--log-level', 'ERROR'],
    ...notebooks,
  ]);
  const pages = notebooks.map((notebook) => [notebook, join(folder, `${basename(notebook, '.ipynb')}.html`)]);
  if (code !== 0)
    console.error(`nbconvert failed, so some notebooks have no HTML page:\n${text.slice(-1000)}`);
  const made = pages.filter(([, page]) => existsSync(page));
  for (const [, page] of made) writeFileSync(page, closedPage(readFileSync(page, 'utf8')));
  return new Map(made);
}

function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: jupyterEnvironment(root),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.stderr.on('data', (chunk) => (text += chunk));
    child.on('error', (error) => resolve({ code: 127, text: String(error) }));
    child.on('close', (code) => resolve({ code, text }));
  });
}
