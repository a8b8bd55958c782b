import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stop } from '../../command-line.mjs';

const requirements = join(dirname(fileURLToPath(import.meta.url)), 'requirements.txt');

/**
 * The Python program of the environment that holds what the benchmarks compare with: the reader's own, or out/bench-peers,
 * made once and never the product's.
 */
export function pythonWithPeers(own) {
  const folder = own ?? 'out/bench-peers';
  const program = join(folder, 'bin', 'python');
  if (own !== undefined) return existsSync(program) ? program : stop(`no Python environment in ${folder}`);
  if (!existsSync(join(folder, 'ready'))) {
    console.log('installing Keras and PyTorch into out/bench-peers (once; several GB) …');
    mkdirSync('out', { recursive: true });
    execFileSync(process.env.PYTHON ?? 'python3', ['-m', 'venv', '--clear', folder], { stdio: 'inherit' });
    execFileSync(program, ['-m', 'pip', 'install', '-r', requirements], { stdio: 'inherit' });
    writeFileSync(join(folder, 'ready'), '');
  }
  return program;
}
