import { Random } from 'unetlab/random';
import type { History, RunRecord } from 'unetlab/types';

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

/** Fifteen made-up runs of a search over learning rate, batch size, dropout and loss; the last has one of its kind. */
export function syntheticSearch(seed: number): RunRecord[] {
  const random = new Random(seed);
  return Array.from({ length: 15 }, (_, index) => {
    const loss = index === 14 ? 'dice' : index % 2 === 0 ? 'focal' : 'combined';
    const peak = loss === 'dice' ? 0.4 : loss === 'focal' ? 0.5 : 0.46;
    const spread = loss === 'focal' ? 0.015 : 0.07;
    const best = 4 + random.int(40);
    const history = syntheticHistory(random.uint32(), best + 12, peak + spread * random.normal(), best);
    const scores = history.val_jaccard!;
    return {
      ...blankRecord(`search-${index + 1}`),
      config: {
        learning_rate: [5e-5, 1e-4, 2e-4][random.int(3)]!,
        batch_size: [4, 8][random.int(2)]!,
        dropout: [0, 0.1, 0.2, 0.3][random.int(4)]!,
        loss_type: loss,
      },
      summary: {
        best_val_jaccard: Math.max(...scores),
        best_epoch: scores.indexOf(Math.max(...scores)) + 1,
        total_epochs: scores.length,
        final_val_jaccard: scores[scores.length - 1]!,
      },
      history: index === 3 ? null : history,
    };
  });
}

/** A finished run that says nothing yet. */
export function blankRecord(id: string): RunRecord {
  return {
    id,
    name: id,
    source: 'local',
    state: 'finished',
    sweep: null,
    url: null,
    created: null,
    tags: [],
    config: {},
    summary: {},
    history: null,
    notices: [],
  };
}
