import { describeBackend, preferredPrecision } from '../../backend';
import { withChannels, type DataSet } from '../../data';
import { dataHash, freeMemory } from '../../training';
import type { Sample } from '../../types';
import { auditFits, trainingLabels, type TrainingLabels } from '../training-labels';
import type { TrialData } from '../trial';
import { dataSetFacts, type DataSetFacts } from './facts';
import { planTraining, type Plan, type PlanOptions } from './plan';

/** A data set with the plan for it: what `crossValidate` takes beside a folder. */
export interface DataSetPlan extends Plan {
  readonly facts: DataSetFacts;
  /** Whether the label audit was made for these data, and what it says. */
  readonly audit: string;
  /** Images in the plan's channels. */
  readonly samples: readonly Sample[];
  readonly data: TrialData;
}

/**
 * Measures a data set and this machine, and plans a training.
 *
 * @param set read with `channels: 3`, so that the plan can choose between grey and colour
 */
export function planDataSet(
  set: DataSet,
  options: Partial<PlanOptions> & { readonly onNotice?: (line: string) => void } = {},
): DataSetPlan {
  const { samples } = set;
  const facts = dataSetFacts(samples);
  const fit = auditFits(samples, facts);
  const { gflops } = describeBackend();
  const plan = planTraining(facts, {
    memory: freeMemory(),
    speed: { gflops: gflops ?? 100, precision: preferredPrecision() },
    auditFits: fit.fits,
    ...options,
  });
  return { ...plan, facts, audit: fit.reason, ...trialSamples(set, plan.recipe.model.channels ?? 1) };
}

/** A data set's images in the channels that a recipe takes, and what its trials have to know of it. */
export function trialSamples(
  set: Pick<DataSet, 'samples' | 'name' | 'masks' | 'range'>,
  channels: 1 | 3,
): { readonly samples: readonly Sample[]; readonly data: TrialData } {
  const samples = set.samples.map((sample) => withChannels(sample, channels));
  const { images, masks, ignored } = dataHash(samples);
  const hash = [images, masks, ignored].map((part) => part.slice(0, 12)).join('-');
  return { samples, data: { name: set.name, hash, masks: set.masks, intensity: set.range } };
}

/** {@link trainingLabels} of a planned data set. */
export function plannedLabels({ samples, recipe, facts }: DataSetPlan): TrainingLabels {
  return trainingLabels(samples, recipe.labels ?? 'given', facts.contrast.objects);
}
