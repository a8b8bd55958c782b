// The slow tests of the export room: onnxruntime in Node, Python's onnxruntime, TensorFlow and bioimageio.core, Chromium.
//   npm run test:export
// Python programs are installed once into out/export-peers. PyTorch is used where `npm run bench -- training` has put it.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, root } from './setup/checkout.mjs';

const requirements = inRoot('test', 'export', 'python', 'requirements.txt');
const python = process.env.UNETLAB_EXPORT_PYTHON ?? pythonWithPeers();
const bench = inRoot('out', 'bench-peers', 'bin', 'python');
const torch = process.env.UNETLAB_TORCH_PYTHON ?? (hasTorch(bench) ? bench : undefined);

const files = ['onnx', 'python', 'browser'].map((name) =>
  inRoot('test', '.dist', 'export', `${name}.slow.js`),
);
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-concurrency=2', ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      UNETLAB_EXPORT_PYTHON: python,
      ...(torch !== undefined && { UNETLAB_TORCH_PYTHON: torch }),
    },
  },
);
process.exitCode = status ?? 1;

function pythonWithPeers() {
  const folder = inRoot('out', 'export-peers');
  const program = join(folder, 'bin', 'python');
  const stamp = join(folder, 'ready');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return program;
  console.error(
    'installing onnxruntime, TensorFlow and bioimageio.core into out/export-peers (once; 1.5 GB) …',
  );
  mkdirSync(inRoot('out'), { recursive: true });
  execFileSync(process.env.PYTHON ?? 'python3', ['-m', 'venv', '--clear', folder], { stdio: 'inherit' });
  execFileSync(program, ['-m', 'pip', 'install', '-q', '-r', requirements], { stdio: 'inherit' });
  writeFileSync(stamp, wanted);
  return program;
}

/** Whether an environment has what the PyTorch example needs. */
function hasTorch(program) {
  if (!existsSync(program)) return false;
  const code =
    'import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ("torch", "numpy", "safetensors"))))';
  return spawnSync(program, ['-c', code]).status === 0;
}
