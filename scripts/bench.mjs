// Measures: npm run bench -- <what> [arguments]. Each scripts/bench/<what>.mjs is one benchmark; its first comment line says
// what it measures.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { inRoot, root } from './setup/checkout.mjs';

const folder = inRoot('scripts', 'bench');
const [what, ...rest] = process.argv.slice(2);
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -4))
  .sort();

if (what === undefined || !names.includes(what)) {
  if (what !== undefined) console.error(`there is no benchmark ${what}`);
  console.log('npm run bench -- <what> [arguments], where <what> is');
  for (const name of names) console.log(`  ${name.padEnd(16)} ${purpose(name)}`);
  process.exitCode = what === undefined ? 0 : 2;
} else {
  const { status } = spawnSync(process.execPath, [inRoot('scripts', 'bench', `${what}.mjs`), ...rest], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

function purpose(name) {
  const first = readFileSync(inRoot('scripts', 'bench', `${name}.mjs`), 'utf8').split('\n')[0];
  return first.startsWith('//') ? first.slice(2).trim() : '';
}
