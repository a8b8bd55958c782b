// Trains the same U-Net on the same pictures here and in PyTorch, and compares the held-out scores.
//   npm run bench -- segmentation                 two kinds of pictures, two losses, 60 and 180 updates, three seeds
//   npm run bench -- segmentation --only nuclei --seeds 1 --updates 60
//   npm run bench -- segmentation --python DIR    a Python environment that already holds torch
// Membranes have 78 % foreground, nuclei a tenth: what is right for one kind of picture only would show.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { syntheticCells } from 'unetlab/data';
import { printTable } from 'unetlab/notebook';
import { commandLine, stop } from '../command-line.mjs';
import { syntheticMembranes } from './segmentation/membranes.mjs';
import { writePictures } from './segmentation/task.mjs';
import { pythonWithPeers } from './training/python-with-peers.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), 'segmentation');
const { values: options } = commandLine(import.meta.url, {
  only: { type: 'string', default: 'membranes,nuclei' },
  losses: { type: 'string', default: 'dice,dice-bce' },
  updates: { type: 'numbers', default: [60, 180] },
  seeds: { type: 'numbers', default: [1, 2, 3] },
  precision: { type: 'string', default: 'float32' },
  python: { type: 'string' },
});
const [kinds, losses] = [options.only.split(','), options.losses.split(',')];
const strange = kinds.find((kind) => !['membranes', 'nuclei'].includes(kind));
if (strange !== undefined) stop(`--only ${strange} is unknown; allowed: membranes, nuclei`);
const unknown = losses.find((loss) => !['dice', 'dice-bce'].includes(loss));
if (unknown !== undefined) stop(`--losses ${unknown} is unknown; allowed: dice, dice-bce`);
const odd = options.updates.find((count) => count % 15 !== 0);
if (odd !== undefined)
  stop(`--updates ${odd} cannot be made; allowed: multiples of 15, the updates of an epoch`);
const python = pythonWithPeers(options.python);

const folder = join('out', 'bench', 'segmentation');
mkdirSync(folder, { recursive: true });
// 20 pictures to train on, 10 held out of groups that training never saw
const drawn = {
  membranes: () => divided(syntheticMembranes({ count: 30 }), (i) => i % 5 >= 3, 12),
  nuclei: () => divided(syntheticCells({ count: 30, wells: 6, seed: 3 }).map(cropped), (i) => i % 6 >= 4, 10),
};
const rows = [];
for (const kind of kinds) {
  const pictures = drawn[kind]();
  const foreground = pictures.heldOut.map(({ mask }) => mask.reduce((a, b) => a + b, 0) / mask.length);
  const parts = {
    train: writePictures(folder, `${kind}-train`, pictures.train),
    heldOut: writePictures(folder, `${kind}-held-out`, pictures.heldOut),
  };
  for (const loss of losses)
    for (const updates of options.updates) {
      const found = { ours: [], PyTorch: [] };
      for (const seed of options.seeds) {
        const network = { filters: 16, depth: 4, learningRate: 1e-3, precision: options.precision };
        const shape = { side: 256, batch: 4, perImage: 3, epochs: updates / 15 };
        const task = join(folder, 'task.json');
        writeFileSync(task, JSON.stringify({ ...parts, ...network, ...shape, loss, seed }));
        found.ours.push(runOnce(process.execPath, [join(here, 'ours.mjs'), task]));
        found.PyTorch.push(runOnce(python, [join(here, 'torch_peer.py'), task]));
      }
      const [ours, peer] = [found.ours, found.PyTorch].map((runs) =>
        mean(runs.flatMap(({ scores }) => scores)),
      );
      rows.push({
        pictures: kind,
        'foreground, %': 100 * mean(foreground),
        loss,
        updates: found.ours[0].updates,
        'Jaccard, ours': ours,
        'Jaccard, PyTorch': peer,
        difference: ours - peer,
        'by seed': found.ours
          .map(({ scores }, i) => (mean(scores) - mean(found.PyTorch[i].scores)).toFixed(3))
          .join(', '),
        's, ours': mean(found.ours.map(({ seconds }) => seconds)),
        's, PyTorch': mean(found.PyTorch.map(({ seconds }) => seconds)),
      });
      const [row] = rows.slice(-1);
      console.log(
        `${kind}, ${loss}, ${row.updates} updates: ours ${ours.toFixed(3)}, PyTorch ${peer.toFixed(3)}`,
      );
    }
}
const caption = `mean hard Jaccard of 10 held-out pictures, ${options.seeds.length} seeds; U-Net of 16 filters, depth 4, 256² crops, batch 4`;
console.log(printTable(rows, { caption, digits: 3 }).text);
writeFileSync(
  join('out', 'bench', 'segmentation.json'),
  JSON.stringify({ seeds: options.seeds, rows }, null, 1),
);
console.log('out/bench/segmentation.json');

function divided(samples, isHeldOut, heldOut) {
  const train = samples.filter((_, i) => !isHeldOut(i));
  const held = samples.filter((_, i) => isHeldOut(i));
  return { train: train.slice(0, 20), heldOut: held.slice(0, Math.min(10, heldOut)) };
}

/** To whole multiples of 16, which four poolings need. */
function cropped({ image, mask, height, width, ...rest }) {
  const [h, w] = [height - (height % 16), width - (width % 16)];
  const cut = (from, to) => {
    for (let y = 0; y < h; y += 1) to.set(from.subarray(y * width, y * width + w), y * w);
    return to;
  };
  return {
    ...rest,
    height: h,
    width: w,
    image: cut(image, new Float32Array(h * w)),
    mask: cut(mask, new Uint8Array(h * w)),
  };
}

function runOnce(program, args) {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' };
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env, maxBuffer: 1e9 });
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1));
  return stop(`${args[0]} failed: ${stderr.trim().split('\n').at(-1)}`);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
