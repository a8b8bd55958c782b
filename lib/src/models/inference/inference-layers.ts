import type { Rank, Tensor1D, Tensor3D, Tensor4D, Variable } from '@tensorflow/tfjs';
import {
  biasAdd,
  fusedConv3x3,
  hasInferenceOp,
  project,
  stemConv3x3,
  tf,
  upConv,
  type Precision,
} from '../../backend';
import type { ConvOptions, LayerSet } from '../layer-set';
import { Layers, type LayerSettings } from '../layers';
import type { InferenceWeights } from './inference-weights';

/** A convolution that is not computed yet: what follows may become part of it. */
interface Pending {
  readonly name: string;
  readonly of: Features;
  readonly kernel: number;
  readonly stride: number;
  readonly ownBias: boolean;
  readonly norm: string | null;
  readonly relu: boolean;
}

/** Images `[n, h, w, channels]`: computed, a convolution to come, or parts that are joined where somebody needs them so. */
export interface Features {
  readonly channels: number;
  readonly pending?: Pending;
  readonly parts?: readonly Features[];
  /** The picture itself, which stays in float32. */
  readonly picture?: boolean;
  value?: Tensor4D;
  /** Maxima of 2 × 2 pixels, where they were made with the value. */
  pooled?: Tensor4D;
}

/**
 * The layers of a trained network for prediction alone. A convolution waits for what follows it: normalisation by known
 * statistics becomes part of its weights; bias, ReLU and pooling are done while its results are at hand; joined parts are
 * read where they lie. What has no op of this library is TensorFlow's, with the same results to rounding.
 */
export class InferenceLayers implements LayerSet<Features, Tensor3D> {
  private readonly plain: Layers;

  constructor(
    private readonly weights: InferenceWeights,
    private readonly settings: LayerSettings,
    private readonly precision: Precision,
  ) {
    this.plain = new Layers(weights, settings, { training: false });
  }

  /** The picture, as the network takes it. */
  picture(value: Tensor4D): Features {
    return { channels: value.shape[3], value, picture: true };
  }

  /** The computed images. */
  value(x: Features): Tensor4D {
    x.value ??= x.parts
      ? tf.concat(
          x.parts.map((part) => this.value(part)),
          3,
        )
      : this.computed(x, false);
    return x.value;
  }

  conv(name: string, x: Features, filters: number, options: ConvOptions = {}): Features {
    const { kernel = 3, stride = 1, bias = false } = options;
    const pending = { name, of: x, kernel, stride, ownBias: bias, norm: null, relu: false };
    return { channels: filters, pending };
  }

  up(name: string, x: Features, filters: number): Features {
    const own = hasInferenceOp('UnetlabUpConv', this.precision) && fits(x.channels) && fits(filters);
    if (!own) return { channels: filters, value: this.plain.up(name, this.value(x), filters) };
    const { kernel, bias } = this.weights.packedUp(name);
    return {
      channels: filters,
      value: upConv(this.value(x), kernel as Variable<Rank.R3>, bias as Variable<Rank.R1>),
    };
  }

  norm(name: string, x: Features): Features {
    const { pending } = x;
    const folds = pending?.norm === null && !pending.relu && this.settings.norm !== 'group';
    if (folds) return { channels: x.channels, pending: { ...pending, norm: name } };
    return { channels: x.channels, value: this.plain.norm(name, this.value(x)) };
  }

  normRelu(name: string, x: Features): Features {
    return this.relu(this.norm(name, x));
  }

  dropout(x: Features): Features {
    return x;
  }

  pool(x: Features): Features {
    if (x.pending && !x.value && this.isOwn(x.pending, x.channels)) x.value = this.computed(x, true);
    return { channels: x.channels, value: x.pooled ?? this.plain.pool(this.value(x)) };
  }

  concat(...parts: Features[]): Features {
    return {
      channels: parts.reduce((sum, { channels }) => sum + channels, 0),
      parts: parts.flatMap((part) => part.parts ?? [part]),
    };
  }

  multiply(a: Features, b: Features): Features {
    return {
      channels: Math.max(a.channels, b.channels),
      value: this.plain.multiply(this.value(a), this.value(b)),
    };
  }

  sigmoid(x: Features): Features {
    return { channels: x.channels, value: this.plain.sigmoid(this.value(x)) };
  }

  relu<X extends Features | Tensor3D>(x: X): X {
    if (isTokens(x)) return this.plain.relu(x);
    const { channels, pending, value } = x;
    if (pending && !value) return { channels, pending: { ...pending, relu: true } } as Features as X;
    return { channels, value: this.plain.relu(this.value(x)) } as Features as X;
  }

  add<X extends Features | Tensor3D>(a: X, b: X): X {
    if (isTokens(a)) return this.plain.add(a, b as typeof a);
    return this.sum(a, b as Features) as X;
  }

  channels(x: Features | Tensor3D): number {
    return isTokens(x) ? x.shape[2] : x.channels;
  }

  tokens(x: Features): Tensor3D {
    return this.plain.tokens(this.value(x));
  }

  image(tokens: Tensor3D, like: Features): Features {
    return { channels: like.channels, value: this.plain.image(tokens, this.value(like)) };
  }

  dense(name: string, x: Tensor3D, filters: number): Tensor3D {
    return this.plain.dense(name, x, filters);
  }

  layerNorm(name: string, x: Tensor3D): Tensor3D {
    return this.plain.layerNorm(name, x);
  }

  attention(query: Tensor3D, key: Tensor3D, value: Tensor3D, heads: number): Tensor3D {
    return this.plain.attention(query, key, value, heads);
  }

  private sum(a: Features, b: Features): Features {
    return { channels: a.channels, value: this.plain.add(this.value(a), this.value(b)) };
  }

  /** Whether a convolution is this library's fused one. */
  private isOwn({ of, kernel, stride }: Pending, filters: number): boolean {
    return (
      hasInferenceOp('UnetlabFusedConv3x3', this.precision) &&
      kernel === 3 &&
      stride === 1 &&
      fits(filters) &&
      (of.parts ?? [of]).every(({ channels }) => fits(channels))
    );
  }

  private computed(x: Features, pool: boolean): Tensor4D {
    const { pending, channels: filters } = x;
    if (!pending) throw new Error('features without a value');
    const { name, of, kernel: size, stride, norm, ownBias, relu } = pending;
    const folded = (form: 'plain' | 'winograd' | 'channels'): [Variable, Variable<Rank.R1>] => {
      const { kernel, bias } = this.weights.convolution(name, norm, ownBias, form);
      return [kernel, bias as Variable<Rank.R1>];
    };
    if (this.isOwn(pending, filters)) {
      const [basis, bias] = folded('winograd');
      const parts = (of.parts ?? [of]).map((part) => this.value(part));
      const { y, pooled } = fusedConv3x3(parts, basis as Variable<Rank.R1>, bias, { relu, pool });
      if (pooled) x.pooled = pooled;
      return y;
    }
    const image = this.value(of);
    if (
      size === 3 &&
      stride === 1 &&
      of.picture &&
      fits(filters) &&
      hasInferenceOp('UnetlabStem', this.precision)
    ) {
      const [kernel, bias] = folded('plain');
      return stemConv3x3(image, kernel as Variable<Rank.R4>, bias, { relu });
    }
    if (
      size === 1 &&
      filters === 1 &&
      !relu &&
      fits(of.channels) &&
      hasInferenceOp('UnetlabProject', this.precision)
    ) {
      const [weights, bias] = folded('channels');
      return project(image, weights as Tensor1D, bias);
    }
    const [kernel, bias] = folded('plain');
    const y = tf.conv2d(image, kernel as Variable<Rank.R4>, stride, 'same');
    const biased = ownBias || norm !== null ? biasAdd(y, bias) : y;
    return relu ? this.plain.relu(biased) : biased;
  }
}

/** Channels that this library's ops take. */
const fits = (channels: number): boolean => channels % 16 === 0;

const isTokens = (x: Features | Tensor3D): x is Tensor3D => 'dataId' in x;
