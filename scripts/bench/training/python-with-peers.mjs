import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stop } from '../../command-line.mjs';

const training = dirname(fileURLToPath(import.meta.url));

/**
 * The Python program of the environment that holds what the benchmarks compare with: the reader's own, or out/bench-peers,
 * made once and never the product's.
 *
 * @param {string | undefined} own folder of the reader's environment
 * @param {string} [also] folder of a benchmark that needs more than Keras and PyTorch, with its requirements.txt
 */
export function pythonWithPeers(own, also) {
  const folder = own ?? 'out/bench-peers';
  const program = join(folder, 'bin', 'python');
  if (own !== undefined) return existsSync(program) ? program : stop(`no Python environment in ${folder}`);
  if (!existsSync(join(folder, 'ready'))) {
    console.log('installing Keras and PyTorch into out/bench-peers (once; several GB) …');
    mkdirSync('out', { recursive: true });
    execFileSync(process.env.PYTHON ?? 'python3', ['-m', 'venv', '--clear', folder], { stdio: 'inherit' });
    install(program, training);
    writeFileSync(join(folder, 'ready'), '');
  }
  if (also !== undefined) install(program, also); // takes a second where it is there
  return program;
}

function install(program, folder) {
  execFileSync(program, ['-m', 'pip', 'install', '--quiet', '-r', join(folder, 'requirements.txt')], {
    stdio: 'inherit',
  });
}
