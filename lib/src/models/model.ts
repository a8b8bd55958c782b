import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { tf, type Precision } from '../backend';
import { headBiasFor } from './head-bias';
import { InferenceNetwork } from './inference/inference-network';
import type { LayerSet } from './layer-set';
import { Layers, type ForwardMode, type LayerSettings } from './layers';
import { Parameters, type Parameter } from './parameters';
import { centre, mirrorTo } from './picture-edges';

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
  /**
   * Where the last layer's bias starts. Null (default): at 0, until the trainer (or {@link Model.startHead}) sets it to the
   * logit of the training masks' foreground share. A number is kept.
   */
  readonly headBias: number | null;
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
  headBias: null,
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
  private started: number | null = null;

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
    const start = this.config.headBias ?? 0;
    const logits = nn.conv('head', finest, 1, { kernel: 1, bias: true, start });
    const cut = padded === x ? logits : logits.slice([0, 0, 0, 0], [n, height, width, 1]);
    if (!this.config.deepSupervision) return [cut];
    // Supervision needs the truth at half size, so it is given only where no edge was mirrored.
    const auxiliary = coarser.map((level, i) =>
      nn.conv(`head${i + 1}`, level, 1, { kernel: 1, bias: true, start }),
    );
    return padded === x ? [cut, ...auxiliary] : [cut];
  }

  /**
   * Starts the last layer's bias at the logit of the training masks' foreground share ({@link headBiasFor}). It does so
   * once, before any training: a bias that was configured, trained or restored stays as it is.
   *
   * @param foregroundShare of the pixels that count, in [0, 1]
   */
  startHead(foregroundShare: number): void {
    const heads = this.parameters.all.filter(({ name }) => /^head\d*\/bias$/.test(name));
    const untouched = heads.every(({ variable }) => variable.dataSync()[0] === 0);
    if (this.config.headBias !== null || !untouched) return;
    this.started = headBiasFor(foregroundShare);
    for (const { variable } of heads)
      tf.tidy(() => {
        variable.assign(tf.fill(variable.shape, this.started ?? 0));
      });
  }

  /** Where the last layer's bias started; null where nobody set it, or the weights came from elsewhere. */
  get headStart(): number | null {
    return this.config.headBias ?? this.started;
  }

  /** Probability of foreground in [0, 1], `[n, h, w, 1]`. */
  predict(x: Tensor4D): Tensor4D {
    return tf.tidy(() => tf.sigmoid(this.forward(x, { training: false })[0]));
  }

  /**
   * The network as it is now, for prediction alone: the same probabilities to rounding, in less time.
   *
   * @param precision that its graph will be computed in
   */
  inference(precision: Precision): InferenceNetwork {
    return new InferenceNetwork(this.parameters, this.config, this.architecture, precision);
  }

  get trainable(): readonly Parameter[] {
    return this.parameters.trainable;
  }

  dispose(): void {
    this.parameters.dispose();
  }
}

function checkConfig({ depth, baseFilters, dropout, groups, headBias }: ModelConfig): void {
  const wrong = (name: string, value: number, allowed: string): never => {
    throw new RangeError(`invalid ${name}: ${value}; allowed: ${allowed}`);
  };
  if (!Number.isInteger(depth) || depth < 1 || depth > 6) wrong('depth', depth, 'an integer from 1 to 6');
  if (!Number.isInteger(baseFilters) || baseFilters < 1)
    wrong('baseFilters', baseFilters, 'an integer from 1');
  if (!(dropout >= 0 && dropout < 1)) wrong('dropout', dropout, '[0, 1)');
  if (!Number.isInteger(groups) || groups < 1) wrong('groups', groups, 'an integer from 1');
  if (headBias !== null && !Number.isFinite(headBias)) wrong('headBias', headBias, 'a number, or null');
}

/** `[seed, step]` as the forward pass takes it. */
export function forwardSeed(seed: number, step: number): Tensor1D {
  return tf.tensor1d([seed | 0, step | 0], 'int32');
}
