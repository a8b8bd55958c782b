import { statSync } from 'node:fs';
import { saveTrialNetwork } from './trial-network';
import { scoreTrial } from './score-trial';
import { trainRecipe } from './train-recipe';
import type { Trial, TrialOptions, TrialResult } from './trial';
import { TrialFolder } from './trial-folder';
import { trialRecord } from './trial-record';
import { withReferenceWidth } from './with-reference-width';
import { writeMaps } from './write-maps';

/**
 * Trains a recipe, predicts what was held out, and scores it against the masks as given. With a folder it is resumable: a
 * training that was interrupted or killed goes on after its last finished epoch, and a finished one is not trained again.
 */
export async function runTrial(trial: Trial, options: TrialOptions = {}): Promise<TrialResult> {
  const { recipe, split, labels, seed = 1 } = trial;
  const folder = options.folder === undefined ? null : new TrialFolder(options.folder);
  const known = folder?.readRecord() ?? null;
  if (known) return { state: known.state === 'pruned' ? 'pruned' : 'finished', record: known, known: true };
  const train = labels ? split.train.flatMap(({ id }) => labels.samples.get(id) ?? []) : split.train;
  // Of all images, so that every fold of a cross-validation finds the same, whatever masks the labels leave out.
  const scaled = withReferenceWidth(recipe, [...split.train, ...split.validation]);
  const { onProgress, onNotice, onEpoch, outOfMemory, signal } = options;
  const trained = await trainRecipe(scaled, { ...split, train }, seed, {
    ...(folder && { checkpoints: folder.checkpoints }),
    ...(onProgress && { onProgress }),
    ...(onNotice && { onNotice }),
    ...(onEpoch && { onEpoch }),
    ...(outOfMemory && { outOfMemory }),
    ...(signal && { signal }),
    ...(trial.from !== undefined && { from: trial.from }),
  });
  try {
    const { result } = trained;
    if (result.stopped === 'interrupted')
      return { state: 'interrupted', epochs: result.history.epoch.length };
    if (result.stopped === 'pruned') {
      const record = trialRecord(trial, trained, null);
      folder?.writeRecord(record);
      return { state: 'pruned', record, known: false };
    }
    const scored = await scoreTrial(
      trial,
      trained,
      folder === null ? undefined : (image, map) => writeMaps(folder.maps, [image], [map]),
    );
    if (!folder) return { state: 'finished', record: trialRecord(trial, trained, scored), known: false };
    saveTrialNetwork(folder.network, trial, trained, scored);
    const record = trialRecord(trial, trained, scored, statSync(folder.network).size);
    folder.writeRecord(record);
    return { state: 'finished', record, known: false };
  } finally {
    trained.model.dispose();
  }
}
