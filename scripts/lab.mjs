// Opens JupyterLab on the first notebook with the TypeScript kernel ready; further arguments go to JupyterLab:
//   npm run lab -- --no-browser --port 8899
//   npm run lab -- 03-train-512.ipynb
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { delimiter } from 'node:path';
import { environmentProgram } from 'unetlab/notebook';
import { jupyterEnvironment } from 'unetlab/notebook/run';
import { inRoot, inState, root } from './setup/checkout.mjs';

// JupyterLab reads one style file of its user's, from the folder `custom` beside its settings.
const styles = inState('jupyter', 'config', 'custom');
mkdirSync(styles, { recursive: true });
copyFileSync(inRoot('scripts', 'lab', 'custom.css'), `${styles}/custom.css`);

const python = environmentProgram('python', root);
const env = jupyterEnvironment(root);
const lab = spawn(
  python,
  [
    ...[
      '-m',
      'jupyter',
      'lab',
      `--ServerApp.root_dir=${root}`,
      `--ServerApp.preferred_dir=${inRoot('notebooks')}`,
      '--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb',
      '--LabApp.custom_css=True',
    ],
    // in a container everything runs as root, and JupyterLab asks to be told that this is meant
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
    ...process.argv.slice(2),
  ],
  {
    cwd: inRoot('notebooks'),
    env: { ...env, PATH: `${python.slice(0, python.lastIndexOf('/'))}${delimiter}${env.PATH ?? ''}` },
    stdio: 'inherit',
  },
);
// Ctrl-C reaches JupyterLab as well, which asks before it ends: leave that to it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => lab.kill('SIGTERM'));
lab.on('close', (code) => {
  process.exitCode = code ?? 1;
});
