import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot, inState, root } from './checkout.mjs';
import { run, tail } from './command.mjs';
import { Problem } from './problem.mjs';
import { hashOf } from './stamps.mjs';

const tslab = inRoot('node_modules', '.bin', 'tslab');
const specification = (prefix) => inRoot(prefix, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');

/** The TypeScript kernel, made known to the environment's Jupyter with absolute paths. */
export const kernel = {
  name: 'kernel',
  title: 'Jupyter kernel',
  needs: ['node-packages', 'python-environment'],
  bytes: 0,
  inputs: ({ choice, stamps }) =>
    hashOf(
      { root, prefix: choice.prefix },
      stamps['node-packages']?.id ?? null,
      stamps['python-environment']?.id ?? null,
    ),
  present: ({ choice: { prefix } }) => existsSync(tslab) && startsOurTslab(prefix),
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
    if (code !== 0 || !startsOurTslab(prefix))
      throw new Problem(
        `tslab install failed:\n${tail(output)}`,
        `Remove ${prefix} and run the same command again.`,
      );
    quietLab(prefix);
    return {};
  },
};

function startsOurTslab(prefix) {
  try {
    return JSON.parse(readFileSync(specification(prefix), 'utf8')).argv[0] === tslab;
  } catch {
    return false;
  }
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
