// node ours.mjs <size> <batch> <filters> <steps> <eager|float32|bfloat16>: one JSON line
import { createLoss } from 'unetlab/losses';
import { createModel } from 'unetlab/models';
import { trainingConfig, TrainingSteps } from 'unetlab/training';
import { Random } from 'unetlab/random';

const [size, batch, filters, count] = process.argv.slice(2, 6).map(Number);
const kind = process.argv[6];
const random = new Random(1);
const pixels = batch * size * size;
const images = Float32Array.from({ length: pixels }, () => random.uniform());
const masks = Float32Array.from({ length: pixels }, () => Number(random.uniform() < 0.1));
const data = { ids: Array.from({ length: batch }, String), images, masks, shape: [batch, size, size, 1] };
const steps = new TrainingSteps(
  createModel('unet', { baseFilters: filters }),
  createLoss('dice'),
  trainingConfig({
    clipNorm: null,
    mode: kind === 'eager' ? 'eager' : 'compiled',
    precision: kind === 'bfloat16' ? kind : 'float32',
  }),
);
const times = [];
const losses = [];
for (let i = 1; i <= count; i += 1) {
  const start = performance.now();
  losses.push(
    steps.step(data, { learningRate: 1e-4, update: i, batch: i, lossWeights: [1], accumulated: 1 }).loss,
  );
  times.push(performance.now() - start);
}
console.log(JSON.stringify({ times, losses, peakMb: process.resourceUsage().maxRSS / 1024 }));
