// Opens JupyterLab in notebooks/ with the TypeScript kernel ready; further arguments go to JupyterLab:
//   npm run lab -- --no-browser --port 8899
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { environmentProgram } from 'unetlab/notebook';
import { jupyterEnvironment } from 'unetlab/notebook/run';
import { inRoot, inState, root } from './setup/checkout.mjs';

// The Plotly extension shows a figure's picture until the mouse enters it, in the picture's own pixels, which are twice those
// of the screen: keep it inside the cell.
const styles = inState('jupyter', 'config', 'custom');
mkdirSync(styles, { recursive: true });
writeFileSync(`${styles}/custom.css`, '.jp-RenderedPlotly .plot-img { max-width: 100%; height: auto; }\n');

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
