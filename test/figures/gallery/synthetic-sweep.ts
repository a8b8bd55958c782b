import { Random } from 'unetlab/random';
import type { RunRecord } from 'unetlab/types';
import { blankRecord } from './synthetic-runs';

/** 160 made-up runs of a random search: a good learning rate near 5e-4, a little harm from dropout, L2 without effect. */
export function syntheticSweep(seed: number): RunRecord[] {
  const random = new Random(seed);
  return Array.from({ length: 160 }, (_, index) => {
    const learningRate = 10 ** random.between(-4, -2);
    const dropout = random.between(0.1, 0.5);
    const batch = [4, 8, 16][random.int(3)]!;
    const dice =
      0.58 -
      0.05 * (Math.log10(learningRate) + 3.3) ** 2 -
      0.06 * (dropout - 0.1) +
      0.0008 * batch +
      0.012 * random.normal();
    return {
      ...blankRecord(`run-${index + 1}`),
      url: `https://example.org/runs/${index + 1}`,
      created: new Date(Date.UTC(2025, 0, 1, 0, 20 * index)).toISOString(),
      config: {
        batch_size: batch,
        learning_rate: learningRate,
        dropout,
        l2_reg: 10 ** random.between(-5, -3),
      },
      summary: {
        val_dice_coefficient: dice,
        val_iou_metric: dice / (2 - dice) + 0.003 * random.normal(),
        val_loss: 1.9 - 1.3 * dice + 0.02 * random.normal(),
      },
    };
  });
}

/** 36 made-up experiments: 4 learning rates × 3 batch sizes × 3 architectures, one run each. */
export function syntheticGrid(seed: number): RunRecord[] {
  const random = new Random(seed);
  return ['UNet', 'Attention_UNet', 'Attention_ResUNet'].flatMap((architecture, a) =>
    [1e-4, 5e-4, 1e-3, 5e-3].flatMap((learningRate, l) =>
      [8, 16, 32].map((batch, b) => {
        const jaccard = 0.45 + 0.03 * a - 0.04 * Math.abs(l - 1.5) + 0.01 * b + 0.02 * random.normal();
        return {
          ...blankRecord(`${architecture}, lr ${learningRate}, batch ${batch}`),
          config: { architecture, learning_rate: learningRate, batch_size: batch },
          summary: {
            best_val_jaccard: jaccard,
            val_loss_stability: 0.02 * 10 ** (0.5 * l - 0.3 * b + 0.3 * random.normal()),
            best_epoch: 6 + random.int(22),
          },
        };
      }),
    ),
  );
}
