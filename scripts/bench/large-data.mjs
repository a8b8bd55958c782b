// Trains on more pictures than memory holds: RGB images of flat shapes, from the cache of bytes and from memory, by turns.
//   npm run bench -- large-data [--images 1000] [--side 1024] [--epochs 2] [--folder out/bench/large-data] [--only cache]
// An epoch cuts a square of 256 from each image and validates on squares that cover a tenth of them. --only cache (or memory) runs one way
// alone, in a process of its own, so that `peak memory` is that way's.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { augmenter, coveringPatches, readDataSet, splitByGroup } from 'unetlab/data';
import { createLoss } from 'unetlab/losses';
import { createModel } from 'unetlab/models';
import { showTable } from 'unetlab/notebook';
import { Random } from 'unetlab/random';
import { train } from 'unetlab/training';
import { commandLine } from '../command-line.mjs';

const { values } = commandLine(import.meta.url, {
  images: { type: 'number', default: 1000, least: 10 },
  side: { type: 'number', default: 1024, least: 256 },
  epochs: { type: 'number', default: 2, least: 1 },
  filters: { type: 'number', default: 16, least: 1 },
  folder: { type: 'string' },
  only: { type: 'string' },
});
const { images: count, side, epochs, only } = values;
const folder = values.folder ?? join('out', 'bench', `large-data-${count}-${side}`);

await draw();
const rows = [];
const ways = only ? [only] : ['cache', 'memory'];
const sets = {};
for (const way of ways) {
  const start = performance.now();
  sets[way] = await readDataSet(folder, {
    channels: 3,
    group: 'image',
    cache: way === 'memory' ? false : { inMemory: 64e6 },
  });
  const seconds = (performance.now() - start) / 1000;
  if (sets[way].cache) console.log(sets[way].cache);
  console.log(`${way}: read in ${seconds.toFixed(1)} s, peak memory ${peak()} MB`);
}
const histories = {};
for (let round = 0; round < epochs; round += 1)
  for (const way of ways) {
    const split = splitByGroup(sets[way].samples, { validation: 0.1 });
    const model = createModel('unet', { channels: 3, baseFilters: values.filters, depth: 3, seed: 1 });
    const start = performance.now();
    const result = await train({
      model,
      loss: createLoss('dice-bce'),
      split: { ...split, validation: split.validation.flatMap((sample) => coveringPatches(sample, 256)) },
      augment: augmenter({ patch: { side: 256 }, flips: true, turns: true }),
      config: { epochs: 1, batchSize: 4, seed: 1 },
    });
    model.dispose();
    const { seconds: epoch, ...history } = result.history;
    (histories[way] ??= []).push(JSON.stringify(history));
    rows.push({
      pictures: way,
      round: round + 1,
      'epoch (s)': epoch[0].toFixed(1),
      'with start (s)': ((performance.now() - start) / 1000).toFixed(1),
      'waiting for batches (%)': (100 * result.waiting).toFixed(2),
      'peak memory (MB)': peak(),
    });
  }
showTable(rows);
const all = Object.values(histories).flat();
console.log(
  all.every((one) => one === all[0]) ? 'all histories are equal to the bit' : 'the histories differ',
);

function peak() {
  return (process.resourceUsage().maxRSS / 1024).toFixed(0);
}

/** Discs of chance colours on a plain ground, drawn where they are missing. */
async function draw() {
  mkdirSync(join(folder, 'images'), { recursive: true });
  mkdirSync(join(folder, 'masks'), { recursive: true });
  for (let n = 0; n < count; n += 1) {
    const name = `shape-${String(n).padStart(5, '0')}.png`;
    const path = join(folder, 'images', name);
    if (existsSync(path)) continue;
    const random = new Random(n + 1);
    const level = () => random.int(256);
    const discs = Array.from({ length: 12 }, () => ({
      x: random.int(side),
      y: random.int(side),
      r: 10 + random.int(side >> 4),
    }));
    const svg = (ground, colour) =>
      `<svg width="${side}" height="${side}" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="${ground}"/>${discs
        .map(({ x, y, r }) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour()}"/>`)
        .join('')}</svg>`;
    const rgb = () => `rgb(${level() >> 1},${level() >> 1},${level() >> 1})`;
    await sharp(Buffer.from(svg('black', () => 'white')))
      .toColourspace('b-w')
      .threshold(128)
      .png({ compressionLevel: 1 })
      .toFile(join(folder, 'masks', name));
    await sharp(Buffer.from(svg('rgb(200,190,180)', rgb)))
      .removeAlpha()
      .png({ compressionLevel: 1 })
      .toFile(path);
  }
}
