import { join } from 'node:path';
import type { ContrastOptions, RunImages, Split } from '../data';
import type { Model } from '../models';
import { dataHash, predict } from '../training';
import type { NetworkScore } from './network-description';
import { saveNetwork } from './network-file';
import { chooseObjects } from './objects/choose-objects';

/** A network of a notebook, with what its use needs to know. */
export interface NetworkToKeep {
  /** Of the file, and the title for people. */
  readonly name: string;
  readonly model: Model;
  readonly data: RunImages;
  /** What it was trained on; the way to tell objects apart is chosen on the validation images. */
  readonly split: Split;
  /** Side of the square that images are brought to, in pixels. */
  readonly side: number;
  readonly evenContrast?: ContrastOptions;
  /** Whether predictions are means over the image's symmetries; default false. */
  readonly symmetries?: boolean;
  /** Hard Jaccard on the test images. */
  readonly jaccard: number;
  /** Plain data that decided the training; default unknown. */
  readonly recipe?: object;
  readonly seed: number;
}

/** Where a network was kept. */
export interface KeptNetwork {
  readonly path: string;
  /** A sentence with the command that predicts with it. */
  readonly said: string;
}

/** Images of the validation side that are looked at for objects. */
const most = 12;

/**
 * Writes `folder/<name>.safetensors`, the network file that `npm run predict` takes, and says how to use it.
 *
 * @param folder inside the checkout; the printed path begins below it at `out/`
 */
export function keepNetwork(folder: string, kept: NetworkToKeep): KeptNetwork {
  const { name, model, data, split, side, evenContrast, symmetries = false, jaccard, recipe, seed } = kept;
  const few = split.validation.slice(0, most);
  const { settings: objects } = chooseObjects(few, predict(model, few, { symmetries }));
  const groups = (samples: readonly { readonly group: string }[]): number =>
    new Set(samples.map(({ group }) => group)).size;
  const score: NetworkScore = {
    objective: { metric: 'test_jaccard', goal: 'maximize', range: [0, 1], source: 'asked' },
    value: jaccard,
    on: `${split.test.length} held-out images of ${groups(split.test)} groups`,
  };
  const [widest] = Object.values(data.range.ranges).sort((a, b) => b.high - b.low - (a.high - a.low));
  if (widest === undefined) throw new Error(`${data.name} has no range of intensities`);
  const path = join(folder, `${name}.safetensors`);
  saveNetwork(path, model, {
    name,
    preparation: {
      channels: model.config.channels,
      intensity: widest,
      range: data.range,
      size: { kind: 'stretch', side },
      ...(evenContrast && { evenContrast }),
    },
    prediction: { threshold: 0.5, symmetries },
    objects,
    masks: data.masks,
    scores: Number.isFinite(jaccard) ? [score] : [],
    data: {
      name: data.name,
      hash: dataHash(data.samples).images,
      images: split.train.length,
      groups: groups(split.train),
      trainedOn: split.train.map(({ id }) => id).sort(),
    },
    origin: { recipe: recipe ?? null, seed, fold: null, created: new Date().toISOString() },
  });
  const file = path.slice(path.lastIndexOf('/out/') + 1);
  return { path, said: `use this network: npm run predict -- --model ${file} --images DIR` };
}
