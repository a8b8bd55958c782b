import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './checkout.mjs';
import { run, sawFullDisk, sawNoNetwork, tail } from './command.mjs';
import { checkNpm } from './machine.mjs';
import { Problem } from './problem.mjs';
import { hashOf } from './stamps.mjs';

const witnesses = [
  'tslab',
  'sharp',
  'typescript',
  'node-api-headers',
  'danfojs-node',
  'unetlab',
  '@tensorflow/tfjs-node-gpu',
];

/** `npm ci` without install scripts: none of them is needed, and one of them downloads a TensorFlow of 2022. */
export const nodePackages = {
  name: 'node-packages',
  title: 'Node packages',
  needs: [],
  bytes: 0.9e9,
  inputs: () =>
    hashOf(
      inRoot('package-lock.json'),
      inRoot('.npmrc'),
      dependencies('package.json'),
      dependencies('lib/package.json'),
      inRoot('scripts', 'stand-ins'),
    ),
  present: () => witnesses.every((name) => existsSync(inRoot('node_modules', name, 'package.json'))),
  check: () => checkNpm(),
  async run({ say }) {
    const { code, output } = await run(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
      {
        log: 'node-packages',
        say,
      },
    );
    if (code === 0) {
      ourCompilerFirst();
      return {};
    }
    if (sawFullDisk(output))
      throw new Problem(
        'The disk filled up while installing Node packages.',
        'Free some space and run the same command again.',
      );
    if (sawNoNetwork(output))
      throw new Problem(
        'The npm registry cannot be reached.',
        'Check the network, the proxy settings and `npm config get registry`, then run the same command again.',
      );
    throw new Problem(`npm ci failed:\n${tail(output)}`, 'The whole output is in .setup/node-packages.log.');
  },
};

/** tslab's fork of TypeScript brings programs of the same names, and npm lets it win: `npx tsc` would be the wrong one. */
function ourCompilerFirst() {
  for (const name of ['tsc', 'tsserver']) {
    const link = inRoot('node_modules', '.bin', name);
    rmSync(link, { force: true });
    symlinkSync(join('..', 'typescript', 'bin', name), link);
  }
}

/** The part of a package.json that says what to install: a new npm script is no reason to install everything again. */
function dependencies(file) {
  const { dependencies, devDependencies, overrides, workspaces } = JSON.parse(
    readFileSync(inRoot(file), 'utf8'),
  );
  return { file, dependencies, devDependencies, overrides, workspaces };
}
