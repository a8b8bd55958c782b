import type { Rank, Tensor1D, Tensor3D, Tensor4D, Variable } from '@tensorflow/tfjs';
import {
  assign,
  batchNormInference,
  batchNormReluTraining,
  batchNormTraining,
  biasAdd,
  conv2d,
  dropout,
  groupNorm,
  relu,
  tf,
  upShuffle,
} from '../backend';
import type { ConvOptions, LayerSet } from './layer-set';
import type { ParameterSource } from './parameters';
import { multiHeadAttention, positions } from './self-attention';

/** Normalisation between convolution and activation. */
export type Norm = 'batch' | 'group' | 'none';

/** How a forward pass runs. */
export interface ForwardMode {
  /** True: batch statistics and dropout, and moving statistics are updated. */
  readonly training: boolean;
  /** `[seed, step]`, int32: determines the dropout masks of this pass. Needed where training with dropout. */
  readonly seed?: Tensor1D;
}

export interface LayerSettings {
  readonly norm: Norm;
  /** Groups of group normalisation (fewer where a layer has fewer channels). */
  readonly groups: number;
  /** Share of elements that dropout zeroes, in [0, 1). */
  readonly dropout: number;
}

/** Added to variances, as in Keras. */
export const EPSILON = 1e-3;
/** Share of the old value in a moving statistic, per step; Keras has 0.99, which outlasts short runs. */
const MOMENTUM = 0.9;

/**
 * The layers that models are built from, for one forward pass. Every method takes the layer's name, which finds its
 * weights in the model's parameters; the first pass makes them.
 */
export class Layers implements LayerSet<Tensor4D, Tensor3D> {
  private dropouts = 0;
  /** What joined tensors consist of: a convolution takes the parts, and a compiled pass then joins nothing. */
  private readonly partsOf = new WeakMap<Tensor4D, readonly Tensor4D[]>();

  constructor(
    private readonly parameters: ParameterSource,
    private readonly settings: LayerSettings,
    private readonly mode: ForwardMode,
  ) {}

  /** 2-D convolution with `same` padding, `[n, h, w, c]` to `[n, h / stride, w / stride, filters]`. */
  conv(
    name: string,
    x: Tensor4D,
    filters: number,
    { kernel = 3, stride = 1, bias = false, start = 0 }: ConvOptions = {},
  ): Tensor4D {
    const weights = this.parameters.get(`${name}/kernel`, [kernel, kernel, x.shape[3], filters], 'he');
    const y = conv2d(x, weights as Variable<Rank.R4>, stride, this.partsOf.get(x));
    return bias ? this.bias(name, y, start) : y;
  }

  /**
   * 2 × 2 transposed convolution with stride 2: doubles height and width. Each pixel becomes a cell of four, so it is
   * computed as a 1 × 1 convolution to all four and a transposition, whose gradients are faster than the op's own.
   */
  up(name: string, x: Tensor4D, filters: number): Tensor4D {
    const channels = x.shape[3];
    const weights = this.parameters.get(`${name}/kernel`, [2, 2, filters, channels], 'he');
    const flat = tf.transpose(weights, [3, 0, 1, 2]).reshape<Tensor4D>([1, 1, channels, 4 * filters]);
    const bias = this.parameters.get(`${name}/bias`, [filters], 'zeros') as Variable<Rank.R1>;
    return upShuffle(conv2d(x, flat), bias);
  }

  /** Adds a bias per channel. */
  bias(name: string, x: Tensor4D, start = 0): Tensor4D {
    return biasAdd(x, this.channelWeights(`${name}/bias`, x, start === 0 ? 'zeros' : { constant: start }));
  }

  /** The model's normalisation. */
  norm(name: string, x: Tensor4D): Tensor4D {
    return this.normalise(name, x, false);
  }

  /** The model's normalisation, then max(x, 0). */
  normRelu(name: string, x: Tensor4D): Tensor4D {
    const batchNorm = this.settings.norm === 'batch' && this.mode.training;
    return batchNorm ? this.normalise(name, x, true) : this.relu(this.normalise(name, x, false));
  }

  /** With batch normalisation in training, the ReLU may be part of it. */
  private normalise(name: string, x: Tensor4D, withRelu: boolean): Tensor4D {
    const { norm, groups } = this.settings;
    if (norm === 'none') return this.bias(name, x);
    const scale = this.channelWeights(`${name}/scale`, x, 'ones');
    const offset = this.channelWeights(`${name}/offset`, x, 'zeros');
    if (norm === 'group') return groupNorm(x, scale, offset, groupsFor(x.shape[3], groups), EPSILON);
    const mean = this.parameters.get(`${name}/mean`, [x.shape[3]], 'zeros', false) as Variable<Rank.R1>;
    const variance = this.parameters.get(
      `${name}/variance`,
      [x.shape[3]],
      'ones',
      false,
    ) as Variable<Rank.R1>;
    if (!this.mode.training) return batchNormInference(x, scale, offset, mean, variance, EPSILON);
    const result = (withRelu ? batchNormReluTraining : batchNormTraining)(x, scale, offset, EPSILON);
    assign(mean, tf.add(mean.mul(MOMENTUM), result.mean.mul(1 - MOMENTUM)));
    assign(variance, tf.add(variance.mul(MOMENTUM), result.variance.mul(1 - MOMENTUM)));
    return result.y;
  }

  /** A matrix product along the last axis, `[n, t, c]` to `[n, t, filters]`, with bias. */
  dense(name: string, x: Tensor3D, filters: number): Tensor3D {
    const [n, tokens, channels] = x.shape;
    const weights = this.parameters.get(`${name}/kernel`, [channels, filters], 'he');
    const bias = this.parameters.get(`${name}/bias`, [filters], 'zeros') as Variable<Rank.R1>;
    const flat = tf.matMul(x.reshape([n * tokens, channels]), weights as Variable<Rank.R2>);
    return biasAdd(flat, bias).reshape([n, tokens, filters]);
  }

  /** Layer normalisation (Ba, Kiros and Hinton, 2016) over the last axis of `[n, t, c]`. */
  layerNorm(name: string, x: Tensor3D): Tensor3D {
    const scale = this.parameters.get(`${name}/scale`, [x.shape[2]], 'ones');
    const offset = this.parameters.get(`${name}/offset`, [x.shape[2]], 'zeros');
    const centred = x.sub(tf.mean(x, 2, true));
    const variance = tf.mean(tf.square(centred), 2, true);
    return centred
      .mul(tf.rsqrt(variance.add(EPSILON)))
      .mul(scale)
      .add(offset);
  }

  /** One token a pixel, with its place. */
  tokens(x: Tensor4D): Tensor3D {
    const [n, height, width, channels] = x.shape;
    return x.reshape<Tensor3D>([n, height * width, channels]).add(positions(height, width, channels));
  }

  image(tokens: Tensor3D, like: Tensor4D): Tensor4D {
    return tokens.reshape(like.shape);
  }

  attention(query: Tensor3D, key: Tensor3D, value: Tensor3D, heads: number): Tensor3D {
    return multiHeadAttention(query, key, value, heads);
  }

  relu<X extends Tensor4D | Tensor3D>(x: X): X {
    return relu(x);
  }

  sigmoid(x: Tensor4D): Tensor4D {
    return tf.sigmoid(x);
  }

  add<X extends Tensor4D | Tensor3D>(a: X, b: X): X {
    return tf.add(a, b);
  }

  multiply(a: Tensor4D, b: Tensor4D): Tensor4D {
    return tf.mul(a, b);
  }

  channels(x: Tensor4D | Tensor3D): number {
    return x.shape.at(-1)!;
  }

  /** The model's dropout; nothing outside training. Each call in a pass draws its own mask. */
  dropout(x: Tensor4D, rate = this.settings.dropout): Tensor4D {
    if (!this.mode.training || rate === 0) return x;
    if (!this.mode.seed)
      throw new Error('training with dropout needs a seed: forward(x, { training: true, seed })');
    this.dropouts += 1;
    return dropout(x, rate, tf.add(this.mode.seed, tf.tensor1d([this.dropouts * 7919, 0], 'int32')));
  }

  /** 2 × 2 maximum with stride 2. */
  pool(x: Tensor4D): Tensor4D {
    return tf.maxPool(x, 2, 2, 'same');
  }

  /** Joins along the channels. */
  concat(...parts: Tensor4D[]): Tensor4D {
    const joined = tf.concat(parts, 3);
    this.partsOf.set(joined, parts);
    return joined;
  }

  /** A per-channel weight of this model. */
  private channelWeights(
    name: string,
    x: Tensor4D,
    initializer: 'zeros' | 'ones' | { constant: number },
  ): Variable<Rank.R1> {
    return this.parameters.get(name, [x.shape[3]], initializer) as Variable<Rank.R1>;
  }
}

/** The largest number of groups that is at most `wanted` and divides the channels. */
export function groupsFor(channels: number, wanted: number): number {
  let groups = Math.min(channels, wanted);
  while (channels % groups !== 0) groups -= 1;
  return groups;
}
