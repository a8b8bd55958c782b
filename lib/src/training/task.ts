import { createHash } from 'node:crypto';
import type { TrainingConfig } from './config';
import type { TrainingTask } from './train';

/** Throws, with one line, where a training cannot start. */
export function checkTask({ split, loss }: TrainingTask, config: TrainingConfig): void {
  for (const [side, samples] of [
    ['training', split.train],
    ['validation', split.validation],
  ] as const) {
    if (samples.length === 0) throw new Error(`no ${side} images: the split left that side empty`);
    const { height, width, channels } = samples[0]!;
    const odd = samples.find((s) => s.height !== height || s.width !== width || s.channels !== channels);
    if (odd)
      throw new Error(
        `${side} images differ in size: ${samples[0]!.id} is ${height} × ${width} × ${channels}, ` +
          `${odd.id} ${odd.height} × ${odd.width} × ${odd.channels}; load them with one size`,
      );
  }
  for (const { fromEpoch, weights } of config.lossWeights)
    if (weights.length !== loss.terms.length)
      throw new Error(
        `lossWeights from epoch ${fromEpoch} has ${weights.length} weights, the loss ${loss.name} ${loss.terms.length} terms`,
      );
}

/** What a checkpoint must match to be gone on from; `epochs` may grow. */
export function identityOf(
  { model, loss, split }: TrainingTask,
  { epochs: _, ...config }: TrainingConfig,
): string {
  const data = [split.train, split.validation].map((side) =>
    side.map(({ id, height, width }) => [id, height, width]),
  );
  const identity = JSON.stringify([model.name, model.config, loss.name, loss.weights, config, data]);
  return createHash('sha256').update(identity).digest('hex');
}
