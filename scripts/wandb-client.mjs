// W&B's own Python client, for the tests and measurements that compare with it. It gets an environment of its own,
// test/.venv-wandb, and is never part of the product's. UNETLAB_WANDB_PYTHON names a Python that already has it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inRoot } from './setup/checkout.mjs';
import { findPython } from './setup/python.mjs';

const folder = inRoot('test', '.venv-wandb');
const requirements = inRoot('test', 'wandb', 'python', 'requirements.txt');
const mark = inRoot('test', '.venv-wandb', 'made-from.txt');

/** The path of a Python that can `import wandb`; the environment is made where it is missing or out of date. */
export function pythonWithWandb(say = console.log) {
  const given = process.env.UNETLAB_WANDB_PYTHON;
  if (given) return given;
  const python = `${folder}/bin/python`;
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(python) && existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return python;
  say("making test/.venv-wandb with W&B's Python client");
  rmSync(folder, { recursive: true, force: true });
  run(findPython().executable, ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(mark, wanted);
  return python;
}

function run(program, args) {
  const { status } = spawnSync(program, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
}
