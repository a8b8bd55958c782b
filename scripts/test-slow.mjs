// Runs slow tests, which npm test leaves out: node scripts/test-slow.mjs lab|notebooks|pages|search
// A name is that of a file, or of a folder with all its slow files.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inRoot, root } from './setup/checkout.mjs';

const built = inRoot('test', '.dist');
const name = process.argv[2];
const files = readdirSync(built, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.slow.js'))
  .filter((file) => basename(file) === `${name}.slow.js` || dirname(file) === name)
  .map((file) => join(built, file));
if (files.length === 0) {
  console.error(`no slow tests are called ${name}; there are lab, notebooks, pages, search`);
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-concurrency=1', ...files],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
