// Runs slow tests, which npm test leaves out: node scripts/test-slow.mjs notebooks|pages
import { spawnSync } from 'node:child_process';
import { inRoot, root } from './setup/checkout.mjs';

const file = inRoot('test', '.dist', 'notebook', `${process.argv[2]}.slow.js`);
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', file], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
