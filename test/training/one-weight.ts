import type { Tensor4D } from '@tensorflow/tfjs';
import { tf } from 'unetlab/backend';
import { splitByGroup, type Split } from 'unetlab/data';
import type { TrainableModel, TrainingLoss } from 'unetlab/training';
import type { Sample } from 'unetlab/types';

/** A network whose training can be worked out by hand: its logits are w · image. */
export interface OneWeight extends TrainableModel {
  readonly weight: () => number;
  /** Shapes of the images it was given, in order: height × width of each call, with the number of images. */
  readonly seen: string[];
}

/** @param levels how many levels it gives logits of, each half the size of the one before */
export function oneWeight(
  start: number,
  { decay = true, levels = 1 }: { decay?: boolean; levels?: number } = {},
): OneWeight {
  const variable = tf.variable(tf.tensor1d([start]));
  const frozen = tf.variable(tf.tensor1d([7]), false);
  const all = [
    { name: 'w', variable, trainable: true, decay },
    { name: 'frozen', variable: frozen, trainable: false, decay: true },
  ];
  const seen: string[] = [];
  return {
    name: 'one-weight',
    config: { start, startFilters: 1, seed: 3 },
    seen,
    weight: () => variable.dataSync()[0]!,
    forward: (images, { training }) => {
      if (training) seen.push(images.shape.slice(0, 3).join(' '));
      const logits: [Tensor4D, ...Tensor4D[]] = [images.mul(variable)];
      for (let level = 1; level < levels; level += 1) logits.push(tf.avgPool(logits.at(-1)!, 2, 2, 'same'));
      return logits;
    },
    parameters: {
      all,
      count: 2,
      values: () => new Map(all.map(({ name, variable: v }) => [name, Float32Array.from(v.dataSync())])),
      restore: (values) => {
        for (const { name, variable: v } of all)
          if (values.has(name)) v.assign(tf.tensor1d(values.get(name)!));
      },
    },
  };
}

/** The mean of (z − y)² over the pixels. */
export const square: TrainingLoss = {
  name: 'square',
  weights: [1],
  terms: [
    {
      name: 'square',
      options: { power: 2 },
      value: ({ truth, logits }) => logits.sub(truth).square().mean(),
    },
  ],
};

/** Grey images of 2 × 2 pixels, each of a group of its own, of which the last `validation` are held out. */
export function pictures(
  images: readonly (readonly number[])[],
  masks: readonly (readonly number[])[],
): Sample[] {
  return images.map((image, i) => ({
    id: `p${i}`,
    group: `g${i}`,
    height: 2,
    width: 2,
    channels: 1,
    image: Float32Array.from(image),
    mask: Uint8Array.from(masks[i]!),
  }));
}

/** A split with exactly these sides. */
export function splitOf(train: readonly Sample[], validation: readonly Sample[]): Split {
  const any = splitByGroup(pictures([[0], [0]], [[0], [0]]), { validation: 0.5 });
  return { ...any, train, validation };
}
