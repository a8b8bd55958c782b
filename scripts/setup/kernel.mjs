import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot, inState, root } from './checkout.mjs';
import { run, tail } from './command.mjs';
import { Problem } from './problem.mjs';
import { hashOf } from './stamps.mjs';

const tslab = inRoot('node_modules', '.bin', 'tslab');
/** Starts tslab with its faults mended, from a snapshot where there is one. */
const starter = [
  '/bin/sh',
  inRoot('scripts', 'kernel', 'start.sh'),
  process.execPath,
  inRoot('scripts', 'kernel', 'tslab.cjs'),
];
const specification = (prefix, name) => inRoot(prefix, 'share', 'jupyter', 'kernels', name, 'kernel.json');
const names = ['tslab', 'jslab'];

/** The TypeScript and JavaScript kernels, made known to the environment's Jupyter with absolute paths. */
export const kernel = {
  name: 'kernel',
  title: 'Jupyter kernel',
  needs: ['node-packages', 'python-environment'],
  bytes: 0,
  inputs: ({ choice, stamps }) =>
    hashOf(
      { root, prefix: choice.prefix, node: process.execPath },
      stamps['node-packages']?.id ?? null,
      stamps['python-environment']?.id ?? null,
    ),
  present: ({ choice: { prefix } }) => existsSync(tslab) && names.every((name) => startsOurs(prefix, name)),
  check() {},
  async run({ say, choice: { prefix } }) {
    const python = inRoot(prefix, 'bin', 'python');
    const { code, output } = await run(
      tslab,
      ['install', '--sys-prefix', `--python=${python}`, `--binary=${tslab}`],
      {
        log: 'kernel',
        say,
        // Jupyter would make folders in the user's home
        env: {
          ...process.env,
          IPYTHONDIR: inState('jupyter', 'ipython'),
          JUPYTER_CONFIG_DIR: inState('jupyter', 'config'),
          JUPYTER_DATA_DIR: inState('jupyter', 'data'),
        },
      },
    );
    if (code === 0) names.forEach((name) => startMended(prefix, name));
    if (code !== 0 || !names.every((name) => startsOurs(prefix, name)))
      throw new Problem(
        `tslab install failed:\n${tail(output)}`,
        `Remove ${prefix} and run the same command again.`,
      );
    quietLab(prefix);
    return {};
  },
};

function read(prefix, name) {
  try {
    return JSON.parse(readFileSync(specification(prefix, name), 'utf8'));
  } catch {
    return null;
  }
}

/** The TypeScript kernel must be there; the JavaScript one is its companion. */
const startsOurs = (prefix, name) => {
  const kernel = read(prefix, name);
  if (kernel === null) return name !== 'tslab';
  return starter.every((part, i) => kernel.argv?.[i] === part);
};

/**
 * Puts our starter, under the Node that runs set-up, in the place of tslab's own program, which `tslab install` writes down
 * and which would run under whatever Node is first on the path of whoever starts Jupyter.
 */
function startMended(prefix, name) {
  const kernel = read(prefix, name);
  if (!Array.isArray(kernel?.argv)) return;
  writeFileSync(
    specification(prefix, name),
    `${JSON.stringify({ ...kernel, argv: [...starter, ...kernel.argv.slice(1)] }, null, 2)}\n`,
  );
}

/** JupyterLab asks at its first start whether it may fetch news from the network. Here it does not, and does not ask. */
function quietLab(prefix) {
  const folder = inRoot(prefix, 'share', 'jupyter', 'lab', 'settings');
  mkdirSync(folder, { recursive: true });
  const settings = {
    '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
  };
  writeFileSync(`${folder}/overrides.json`, `${JSON.stringify(settings, null, 2)}\n`);
}
