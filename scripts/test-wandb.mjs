// The slow tests of the W&B room: W&B's own Python client against the test server. npm run test:wandb
import { spawnSync } from 'node:child_process';
import { inRoot, root } from './setup/checkout.mjs';
import { pythonWithWandb } from './wandb-client.mjs';

const python = pythonWithWandb();
const file = inRoot('test', '.dist', 'wandb', 'python-client.slow.js');
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', file], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, UNETLAB_WANDB_PYTHON: python },
});
process.exitCode = status ?? 1;
