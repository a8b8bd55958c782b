// Runs the fast tests and notebook 00 on the oldest and the newest Node that the collection takes.
//   npm run test:nodes                 both, all tests
//   npm run test:nodes -- backend      both, the tests whose path holds the word
// Nodes come from the registry, as the package `node` takes them: one package a kind of machine, which holds the program.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inRoot, root } from './setup/checkout.mjs';

const versions = ['20.12.2', '26.10.0'];
const name = `node-${process.platform}-${process.arch}`;
const words = process.argv.slice(2);

let failed = 0;
for (const version of versions) {
  const bin = programFolder(version);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const run = (...args) =>
    spawnSync(join(bin, 'node'), args, { cwd: root, env, stdio: 'inherit' }).status === 0;
  const said = (what, ok) => {
    console.log(`Node ${version}: ${what} ${ok ? 'ok' : 'failed'}`);
    if (!ok) failed += 1;
  };
  const output = inRoot('out', 'node', `00-on-${version}.ipynb`);
  const ready = run('scripts/setup.mjs');
  said('set-up', ready);
  if (!ready) continue;
  said('tests', run('scripts/test.mjs', ...words));
  const ran = run('scripts/notebook.mjs', '00', '--profile', 'smoke', '-o', output);
  // its first table says which Node computes
  said('notebook 00', ran && readFileSync(output, 'utf8').includes(`v${version}`));
}
// the kernel starts under the Node of this command again
if (spawnSync(process.execPath, ['scripts/setup.mjs'], { cwd: root, stdio: 'inherit' }).status !== 0)
  failed += 1;
process.exitCode = failed === 0 ? 0 : 1;

function programFolder(version) {
  const folder = inRoot('out', 'node', version);
  const bin = join(folder, 'node_modules', name, 'bin');
  if (existsSync(join(bin, 'node'))) return bin;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const asked = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  const { status } = spawnSync('npm', [...asked, `${name}@${version}`], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${name}@${version} cannot be installed`);
  return bin;
}
