import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../backend';
import type { LayerSet } from './layer-set';
import { Layers, type ForwardMode, type LayerSettings } from './layers';
import { Parameters, type Parameter } from './parameters';

/** What all architectures have in common. */
export interface ModelConfig extends LayerSettings {
  /** Channels of the input images. */
  readonly channels: 1 | 3;
  /** Number of 2 × 2 poolings, 1 to 6. */
  readonly depth: number;
  /** Filters of the first level; each level below has twice as many. */
  readonly baseFilters: number;
  /** Also give logits from the decoder's coarser levels, for the loss to supervise. */
  readonly deepSupervision: boolean;
  /** Of the initial weights. */
  readonly seed: number;
}

export const defaultModelConfig: ModelConfig = {
  channels: 1,
  depth: 4,
  baseFilters: 16,
  dropout: 0,
  norm: 'batch',
  groups: 8,
  deepSupervision: false,
  seed: 1,
};

/** An architecture: from images to decoder features, finest first. The features' height halves from one to the next. */
export type Architecture = <I, K>(nn: LayerSet<I, K>, x: I, config: ModelConfig) => readonly [I, ...I[]];

/**
 * A segmentation network with its weights. Images `[n, h, w, channels]` in [0, 1] go in, logits `[n, h, w, 1]` come out;
 * the probability of foreground is their sigmoid. Any height and width will do: images are mirrored at the lower and
 * right edge to a multiple of 2^depth, and the logits are cut back.
 */
export class Model {
  readonly parameters: Parameters;

  constructor(
    readonly name: string,
    readonly config: ModelConfig,
    private readonly architecture: Architecture,
  ) {
    checkConfig(config);
    this.parameters = new Parameters(config.seed);
    const size = 2 ** config.depth;
    tf.tidy(() => {
      this.forward(tf.zeros([1, size, size, config.channels]), { training: false }); // makes the weights
    });
  }

  /**
   * Logits `[n, h, w, 1]`; with deep supervision also those of the coarser levels, each half the height of the one
   * before. Only the first is used outside training.
   */
  forward(x: Tensor4D, mode: ForwardMode): readonly [Tensor4D, ...Tensor4D[]] {
    const [n, height, width, channels] = x.shape;
    if (channels !== this.config.channels)
      throw new Error(`the model takes images of ${this.config.channels} channels, these have ${channels}`);
    const padded = mirrorTo(x, 2 ** this.config.depth);
    const nn = new Layers(this.parameters, this.config, mode);
    const [finest, ...coarser] = this.architecture(nn, centre(padded), this.config);
    // Beads cover a few per cent of an image: starting there saves the first epochs.
    const logits = nn.conv('head', finest, 1, { kernel: 1, bias: true, start: -3 });
    const cut = padded === x ? logits : logits.slice([0, 0, 0, 0], [n, height, width, 1]);
    if (!this.config.deepSupervision) return [cut];
    // Supervision needs the truth at half size, so it is given only where no edge was mirrored.
    const auxiliary = coarser.map((level, i) =>
      nn.conv(`head${i + 1}`, level, 1, { kernel: 1, bias: true, start: -3 }),
    );
    return padded === x ? [cut, ...auxiliary] : [cut];
  }

  /** Probability of foreground in [0, 1], `[n, h, w, 1]`. */
  predict(x: Tensor4D): Tensor4D {
    return tf.tidy(() => tf.sigmoid(this.forward(x, { training: false })[0]));
  }

  get trainable(): readonly Parameter[] {
    return this.parameters.trainable;
  }

  dispose(): void {
    this.parameters.dispose();
  }
}

/** Intensities in [0, 1] to about [−1, 1], which is where the initial weights expect them. */
function centre(x: Tensor4D): Tensor4D {
  return x.mul(2).sub(1);
}

function mirrorTo(x: Tensor4D, multiple: number): Tensor4D {
  const [, height, width] = x.shape;
  const down = (multiple - (height % multiple)) % multiple;
  const right = (multiple - (width % multiple)) % multiple;
  if (down === 0 && right === 0) return x;
  return tf.mirrorPad(
    x,
    [
      [0, 0],
      [0, down],
      [0, right],
      [0, 0],
    ],
    'symmetric',
  );
}

function checkConfig({ depth, baseFilters, dropout, groups }: ModelConfig): void {
  const wrong = (name: string, value: number, allowed: string): never => {
    throw new RangeError(`invalid ${name}: ${value}; allowed: ${allowed}`);
  };
  if (!Number.isInteger(depth) || depth < 1 || depth > 6) wrong('depth', depth, 'an integer from 1 to 6');
  if (!Number.isInteger(baseFilters) || baseFilters < 1)
    wrong('baseFilters', baseFilters, 'an integer from 1');
  if (!(dropout >= 0 && dropout < 1)) wrong('dropout', dropout, '[0, 1)');
  if (!Number.isInteger(groups) || groups < 1) wrong('groups', groups, 'an integer from 1');
}

/** `[seed, step]` as the forward pass takes it. */
export function forwardSeed(seed: number, step: number): Tensor1D {
  return tf.tensor1d([seed | 0, step | 0], 'int32');
}
