import { positionWaves, type ConvOptions, type LayerSet, type Model } from '../../models';
import type { GraphWriter, Kernel, Value } from './graph-writer';

/** Added to variances, as {@link Model} has it. */
const EPSILON = 1e-3;

/** Images in the format's order, or rows of tokens `[n, t, c]`. */
export interface Features {
  readonly value: Value;
  readonly channels: number;
  /** The convolution that made it, where it has no bias yet: what follows may become part of it. */
  readonly made?: { readonly of: Value; readonly kernel: Kernel; readonly stride: number };
}

/** The layers of a trained network as nodes of a graph. Normalisation with known statistics becomes part of its convolution. */
export class GraphLayers implements LayerSet<Features, Features> {
  private readonly weights: ReadonlyMap<string, { readonly shape: number[]; readonly values: Float32Array }>;

  constructor(
    private readonly g: GraphWriter,
    private readonly model: Model,
  ) {
    this.weights = new Map(
      model.parameters.all.map(({ name, variable }) => [
        name,
        { shape: variable.shape, values: Float32Array.from(variable.dataSync()) },
      ]),
    );
  }

  conv(name: string, x: Features, filters: number, options: ConvOptions = {}): Features {
    const { stride = 1, bias = false } = options;
    const kernel = this.kernel(`${name}/kernel`);
    const value = this.g.conv(x.value, kernel, bias ? this.vector(`${name}/bias`) : null, stride);
    return { value, channels: filters, ...(!bias && { made: { of: x.value, kernel, stride } }) };
  }

  up(name: string, x: Features, filters: number): Features {
    const value = this.g.up(x.value, this.kernel(`${name}/kernel`), this.vector(`${name}/bias`));
    return { value, channels: filters };
  }

  norm(name: string, x: Features): Features {
    const { norm, groups } = this.model.config;
    if (norm === 'none') return this.scaled(x, null, this.vector(`${name}/bias`));
    const [scale, offset] = [this.vector(`${name}/scale`), this.vector(`${name}/offset`)];
    if (norm === 'group') return this.scaled(this.grouped(x, groups), scale, offset);
    const [mean, variance] = [this.vector(`${name}/mean`), this.vector(`${name}/variance`)];
    const factor = scale.map((value, c) => value / Math.sqrt(variance[c]! + EPSILON));
    return this.scaled(
      x,
      factor,
      offset.map((value, c) => value - mean[c]! * factor[c]!),
    );
  }

  normRelu(name: string, x: Features): Features {
    return this.relu(this.norm(name, x));
  }

  dropout(x: Features): Features {
    return x;
  }

  pool(x: Features): Features {
    return { value: this.g.pool(x.value), channels: x.channels };
  }

  concat(...parts: Features[]): Features {
    return {
      value: this.g.concat(
        parts.map(({ value }) => value),
        this.g.channelAxis,
      ),
      channels: parts.reduce((sum, { channels }) => sum + channels, 0),
    };
  }

  multiply(a: Features, b: Features): Features {
    return { value: this.g.mul(a.value, b.value), channels: Math.max(a.channels, b.channels) };
  }

  sigmoid({ value, channels }: Features): Features {
    return { value: this.g.unary('sigmoid', value), channels };
  }

  relu<X extends Features>(x: X): X {
    return { value: this.g.unary('relu', x.value), channels: x.channels } as X;
  }

  add<X extends Features>(a: X, b: X): X {
    return { value: this.g.add(a.value, b.value), channels: a.channels } as X;
  }

  channels({ channels }: Features): number {
    return channels;
  }

  tokens({ value, channels }: Features): Features {
    const { g } = this;
    const last = g.channelAxis === 1 ? g.transpose(value, [0, 2, 3, 1]) : value;
    const [height, width] = [g.size(last, 1), g.size(last, 2)];
    const waves = positionWaves(channels);
    const along = (of: 'row' | 'column'): Value =>
      g.constant(
        waves.map((wave) => (wave.of === of ? wave.frequency : 0)),
        [channels],
        'float64',
      );
    const phase = g.constant(
      waves.map(({ wave }) => (wave === 'sin' ? 0 : Math.PI / 2)),
      [channels],
      'float64',
    );
    const rows = g.reshape(g.cast(g.range(height), 'float64'), [-1, 1, 1]);
    const columns = g.reshape(g.cast(g.range(width), 'float64'), [-1, 1]);
    const angle = g.add(g.add(g.mul(rows, along('row')), g.mul(columns, along('column'))), phase);
    const places = g.cast(g.mul(g.unary('sin', angle), 0.1), value.type);
    return { value: g.reshape(g.add(last, places), [g.size(last, 0), -1, channels]), channels };
  }

  image(tokens: Features, like: Features): Features {
    const { g } = this;
    const { channels } = like;
    if (g.channelAxis === 3) {
      const lengths = [g.size(like.value, 0), g.size(like.value, 1), g.size(like.value, 2), channels];
      return { value: g.reshape(tokens.value, lengths), channels };
    }
    const lengths = [g.size(like.value, 0), g.size(like.value, 2), g.size(like.value, 3), channels];
    return { value: g.transpose(g.reshape(tokens.value, lengths), [0, 3, 1, 2]), channels };
  }

  dense(name: string, x: Features, filters: number): Features {
    const { g } = this;
    const weights = g.constant(this.vector(`${name}/kernel`), [x.channels, filters], x.value.type);
    return {
      value: g.add(g.project(x.value, weights, 3), this.perToken(`${name}/bias`, x)),
      channels: filters,
    };
  }

  layerNorm(name: string, x: Features): Features {
    const { g } = this;
    const wide = g.cast(x.value, 'float32');
    const centred = g.sub(wide, g.reduce('mean', wide, [2]));
    const variance = g.reduce('mean', g.mul(centred, centred), [2]);
    const even = g.cast(g.div(centred, g.unary('sqrt', g.add(variance, EPSILON))), x.value.type);
    const value = g.add(g.mul(even, this.perToken(`${name}/scale`, x)), this.perToken(`${name}/offset`, x));
    return { value, channels: x.channels };
  }

  attention(query: Features, key: Features, value: Features, heads: number): Features {
    const { g } = this;
    const size = query.channels / heads;
    const [n, count] = [g.size(query.value, 0), g.size(query.value, 1)];
    const split = (part: Features, axes: readonly number[]): Value =>
      g.transpose(g.reshape(part.value, [n, count, heads, size]), axes);
    const scores = g.mul(g.matmul(split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])), 1 / Math.sqrt(size));
    const mixed = g.matmul(g.softmax(scores), split(value, [0, 2, 1, 3]));
    const joined = g.reshape(g.transpose(mixed, [0, 2, 1, 3]), [n, count, query.channels]);
    return { value: joined, channels: query.channels };
  }

  /** x · factor + offset, channel by channel; within the convolution that made x, where there is one. */
  private scaled(x: Features, factor: Float32Array | null, offset: Float32Array): Features {
    const { g } = this;
    const { channels, made } = x;
    if (made) {
      const { values, shape } = made.kernel;
      const kernel = factor
        ? { shape, values: values.map((value, i) => value * factor[i % channels]!) }
        : made.kernel;
      return { value: g.conv(made.of, kernel, offset, made.stride), channels };
    }
    const wide = (values: Float32Array): Value =>
      g.constant(values, g.channelAxis === 1 ? [1, channels, 1, 1] : [channels], x.value.type);
    const value = factor ? g.mul(x.value, wide(factor)) : x.value;
    return { value: g.add(value, wide(offset)), channels };
  }

  /** Mean 0 and variance 1 within each image and group of channels, in float32 since the sums are large. */
  private grouped({ value, channels }: Features, wanted: number): Features {
    const { g } = this;
    let groups = Math.min(channels, wanted);
    while (channels % groups !== 0) groups -= 1;
    const wide = g.cast(value, 'float32');
    const n = g.size(value, 0);
    const [shape, spatial] =
      g.channelAxis === 1
        ? ([
            [n, channels, 1, 1],
            [2, 3],
          ] as const)
        : ([
            [n, 1, 1, channels],
            [1, 2],
          ] as const);
    const each = g.constant(new Float32Array(channels / groups).fill(1), [channels / groups], 'float32');
    const overGroups = (x: Value): Value => {
      const means = g.reshape(g.reduce('mean', x, spatial), [n, groups, channels / groups]);
      return g.reshape(g.mul(g.reduce('mean', means, [2]), each), shape);
    };
    const centred = g.sub(wide, overGroups(wide));
    const deviation = g.unary('sqrt', g.add(overGroups(g.mul(centred, centred)), EPSILON));
    return { value: g.cast(g.div(centred, deviation), value.type), channels };
  }

  private kernel(name: string): Kernel {
    const { shape, values } = this.weight(name);
    return { shape: shape as unknown as Kernel['shape'], values };
  }

  private vector(name: string): Float32Array {
    return this.weight(name).values;
  }

  private perToken(name: string, { value }: Features): Value {
    const values = this.vector(name);
    return this.g.constant(values, [values.length], value.type);
  }

  private weight(name: string): { readonly shape: number[]; readonly values: Float32Array } {
    const weight = this.weights.get(name);
    if (!weight) throw new Error(`the network has no weights called ${name}`);
    return weight;
  }
}
