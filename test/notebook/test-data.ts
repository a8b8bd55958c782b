import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { syntheticMicrobeads } from 'unetlab/data';
import type { TestData } from './test-values';

/** A folder of images with masks, a table of runs and a file of comparisons, small and drawn anew. */
export async function testData(folder: string): Promise<TestData> {
  const images = join(folder, 'beads');
  const bordered = join(folder, 'bordered');
  for (const part of ['images', 'masks'])
    for (const set of [images, bordered]) mkdirSync(join(set, part), { recursive: true });
  const samples = syntheticMicrobeads({ count: 24, size: 128, seed: 5 });
  for (const [i, { image, mask, width, height }] of samples.entries()) {
    const name = `slide${1 + (i % 6)}_grid${1 + Math.floor(i / 6)}.png`;
    const write = (set: string, part: string, levels: Uint8Array): Promise<unknown> =>
      sharp(levels, { raw: { width, height, channels: 1 } })
        .png()
        .toFile(join(set, part, name));
    const levels = Uint8Array.from(image, (value) => Math.round(255 * value));
    const foreground = Uint8Array.from(mask, (value) => 255 * value);
    for (const set of [images, bordered]) await write(set, 'images', levels);
    await write(images, 'masks', foreground);
    // the first rows are not to be judged
    await write(bordered, 'masks', foreground.fill(7, 0, 4 * width));
  }
  const tables = join(folder, 'tables');
  mkdirSync(tables);
  const table = join(tables, 'runs.csv');
  const rows = Array.from({ length: 40 }, (_, i) => {
    const rate = [1e-4, 3e-4, 1e-3][i % 3]!;
    const loss = ['dice', 'focal'][Math.floor(i / 3) % 2]!;
    const score = 0.6 + 0.1 * Math.sin(i * 1.7) + (loss === 'dice' ? 0.05 : 0);
    return `run-${i},finished,s1,${[4, 8][Math.floor(i / 6) % 2]},${rate},${0.1 + 0.01 * i},${loss},${score},${score - 0.01}`;
  });
  const head = 'Name,State,Sweep,batch_size,learning_rate,dropout,loss_type,val_dice_coefficient,val_dice';
  writeFileSync(table, [head, ...rows].join('\n'));
  const evidence = join(folder, 'evidence.json');
  const accumulation = { baseline: [0.1, 0.2], treatment: [0.2, 0.3], note: 'a test' };
  writeFileSync(evidence, JSON.stringify({ comparisons: { 'gradient accumulation': accumulation } }));
  return { images, bordered, table, evidence };
}
