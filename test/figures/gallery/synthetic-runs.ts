import { Random } from 'unetlab/random';
import type { History } from 'unetlab/types';

/** A made-up history: the loss falls, the validation Jaccard rises to `peak` near `best` and sinks after it. */
export function syntheticHistory(seed: number, epochs: number, peak: number, best: number): History {
  const random = new Random(seed);
  const loss: number[] = [];
  const valLoss: number[] = [];
  const jaccard: number[] = [];
  const valJaccard: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const rise = 1 - Math.exp((-3 * epoch) / best);
    const fall = epoch > best ? (0.12 * (epoch - best)) / epochs : 0;
    jaccard.push(peak * 1.05 * rise + 0.008 * random.normal());
    valJaccard.push(Math.max(0, peak * (rise - fall) + 0.02 * random.normal()));
    loss.push(0.9 - 0.6 * rise + 0.01 * random.normal());
    valLoss.push(0.92 - 0.55 * rise + 0.5 * fall + 0.025 * random.normal());
  }
  return {
    epoch: loss.map((_, index) => index + 1),
    loss,
    val_loss: valLoss,
    jaccard,
    val_jaccard: valJaccard,
  };
}
