// node ours.mjs <task.json>: trains the task's network with this library; one JSON line
import { readFileSync } from 'node:fs';
import { confusionCounts, jaccard, overlapSums } from 'unetlab/metrics';
import { trainRecipe } from 'unetlab/recipes';
import { predict } from 'unetlab/training';
import { readTask } from './task.mjs';

const { train, heldOut, side, batch, perImage, epochs, loss, filters, depth, learningRate, seed, precision } =
  readTask(JSON.parse(readFileSync(process.argv[2], 'utf8')));
const recipe = {
  size: 'native',
  patch: { side, perImage, foreground: 0 },
  architecture: 'unet',
  model: { baseFilters: filters, depth, norm: 'batch', dropout: 0 },
  loss,
  augment: { flips: true, turns: true },
  config: { epochs, batchSize: batch, learningRate, clipNorm: null, precision, restoreBest: false },
};
const split = { train, validation: heldOut.slice(0, 1), test: [] };
const { model, result } = await trainRecipe(recipe, split, seed);
const maps = predict(model, heldOut, { precision });
const scores = heldOut.map(({ mask }, i) => jaccard(confusionCounts(overlapSums(mask, maps[i], 0.5))));
console.log(JSON.stringify({ scores, updates: result.updates, seconds: result.seconds }));
