import type { TrainingResult } from './train';

const ended: Readonly<Record<TrainingResult['stopped'], string>> = {
  epochs: 'trained for',
  'early stopping': 'stopped early, as nothing improved any more, after',
  pruned: 'ended, as it fell behind, after',
  interrupted: 'interrupted after',
  'loss not finite': 'stopped, as the loss was not finite, after',
};

/**
 * How a training ended, to stand behind its name: `trained for 22 epochs in 58 s; best validation Jaccard 0.7012 in epoch 21`.
 * Where the last weights are kept and not the best ones, the score is that of the last epoch.
 */
export function trainingSentence({
  stopped,
  history,
  seconds,
  best,
  bestEpoch,
  config,
}: Pick<TrainingResult, 'stopped' | 'history' | 'seconds' | 'best' | 'bestEpoch' | 'config'>): string {
  const epochs = history.epoch.length;
  const last = history.valJaccard.at(-1) ?? NaN;
  const score = config.restoreBest
    ? bestEpoch === 0
      ? 'no validation score'
      : `best validation Jaccard ${best.toFixed(4)} in epoch ${bestEpoch}`
    : Number.isNaN(last)
      ? 'no validation score'
      : `validation Jaccard ${last.toFixed(4)} at the end`;
  return `${ended[stopped]} ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} in ${seconds.toFixed(0)} s; ${score}`;
}
