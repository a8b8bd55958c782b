import { spawnSync } from 'node:child_process';
import os from 'node:os';
import { root } from '../setup/checkout.mjs';

/** What ran the notebooks, in short texts. The backend is asked in a process of its own: loading it takes a second and a lot of memory. */
export function machineFacts() {
  const code = `const { describeBackend } = require('unetlab/backend');
    process.stdout.write(JSON.stringify(describeBackend({ measure: false })));`;
  const { status, stdout } = spawnSync(process.execPath, ['-e', code], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  const names = { gpu: 'GPU', cpu: 'CPU', javascript: 'plain JavaScript' };
  const cpus = os.cpus();
  return [
    ...(status === 0 ? [backend(JSON.parse(stdout.slice(stdout.indexOf('{'))), names)] : []),
    `Node ${process.version.slice(1)}`,
    `${cpus.length} cores${cpus[0] ? `, ${cpus[0].model.trim()}` : ''}`,
  ];
}

const backend = ({ kind, version }, names) =>
  kind === 'javascript'
    ? `TensorFlow.js ${version}, ${names[kind]}`
    : `TensorFlow ${version}, ${names[kind]}`;
