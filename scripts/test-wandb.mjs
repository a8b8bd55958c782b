// The slow tests of the W&B room: W&B's own Python client against the test server. npm run test:wandb
import { spawnSync } from 'node:child_process';
import { inRoot, root } from './setup/checkout.mjs';
import { pythonWithWandb } from './wandb-client.mjs';

const python = pythonWithWandb();
const files = ['wandb/python-client', 'search/agent'].map((name) =>
  inRoot('test', '.dist', `${name}.slow.js`),
);
const options = ['--enable-source-maps', '--test', '--test-concurrency=1'];
const { status } = spawnSync(process.execPath, [...options, ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, UNETLAB_WANDB_PYTHON: python },
});
process.exitCode = status ?? 1;
