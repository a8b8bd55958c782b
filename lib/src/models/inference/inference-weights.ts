import type { Tensor, Tensor4D, Variable } from '@tensorflow/tfjs';
import { packedUpWeights, tf, winogradWeights } from '../../backend';
import { EPSILON } from '../layers';
import type { Parameters, ParameterSource } from '../parameters';

/** A convolution's weights and bias in the form that its op takes. */
export interface FoldedConvolution {
  readonly kernel: Variable;
  readonly bias: Variable;
}

/** How an op takes weights: as they are, `[k, k, i, o]`; in Winograd's basis; or one number a channel, `[i]`. */
export type KernelForm = 'plain' | 'winograd' | 'channels';

/**
 * A copy of a trained network's weights as prediction takes them: what normalises a convolution's result by known
 * statistics is part of its weights and bias. Each is made at the first call and kept.
 */
export class InferenceWeights implements ParameterSource {
  private readonly made = new Map<string, Variable>();
  private readonly trained: ReadonlyMap<string, Variable>;

  constructor(
    parameters: Parameters,
    private readonly norm: 'batch' | 'group' | 'none',
  ) {
    this.trained = new Map(parameters.all.map(({ name, variable }) => [name, variable]));
  }

  get variables(): readonly Variable[] {
    return [...this.made.values()];
  }

  /** The weights as the model has them. */
  get(name: string): Variable {
    return this.keep(name, () => tf.tensor(this.values(name), this.of(name).shape));
  }

  /**
   * @param norm name of the normalisation behind the convolution, which becomes part of it; null for none
   * @param ownBias whether the convolution has a bias of its own
   */
  convolution(name: string, norm: string | null, ownBias: boolean, form: KernelForm): FoldedConvolution {
    const kernel = this.keep(`${name}/kernel as ${form}`, () => {
      const { shape } = this.of(`${name}/kernel`);
      const { factor } = this.scaling(name, norm, ownBias);
      const values = this.values(`${name}/kernel`);
      if (factor) for (let i = 0; i < values.length; i += 1) values[i]! *= factor[i % factor.length]!;
      if (form === 'channels') return tf.tensor1d(values);
      const plain = tf.tensor4d(values, shape as Tensor4D['shape']);
      return form === 'winograd' ? winogradWeights(plain) : plain;
    });
    const bias = this.keep(`${name}/folded bias`, () =>
      tf.tensor1d(this.scaling(name, norm, ownBias).offset),
    );
    return { kernel, bias };
  }

  /** A transposed convolution's weights, packed for this library's op. */
  packedUp(name: string): FoldedConvolution {
    const kernel = this.keep(`${name}/packed`, () =>
      packedUpWeights(this.of(`${name}/kernel`) as unknown as Tensor4D),
    );
    return { kernel, bias: this.get(`${name}/bias`) };
  }

  dispose(): void {
    for (const variable of this.made.values()) variable.dispose();
    this.made.clear();
  }

  /** y · factor + offset, which the norm and the bias make of a convolution's result y. */
  private scaling(
    name: string,
    norm: string | null,
    ownBias: boolean,
  ): { readonly factor: Float32Array | null; readonly offset: Float32Array } {
    const outputs = this.of(`${name}/kernel`).shape[3]!;
    const own = ownBias ? this.values(`${name}/bias`) : new Float32Array(outputs);
    if (norm === null) return { factor: null, offset: own };
    if (this.norm === 'none') {
      const bias = this.values(`${norm}/bias`);
      return { factor: null, offset: own.map((value, c) => value + bias[c]!) };
    }
    const [scale, offset, mean, variance] = ['scale', 'offset', 'mean', 'variance'].map((of) =>
      this.values(`${norm}/${of}`),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const factor = scale.map((value, c) => value / Math.sqrt(variance[c]! + EPSILON));
    return { factor, offset: offset.map((value, c) => value + (own[c]! - mean[c]!) * factor[c]!) };
  }

  private keep(key: string, make: () => Tensor): Variable {
    const known = this.made.get(key);
    if (known) return known;
    const initial = tf.tidy(make);
    const variable = tf.variable(initial, false);
    initial.dispose();
    this.made.set(key, variable);
    return variable;
  }

  private values(name: string): Float32Array {
    return Float32Array.from(this.of(name).dataSync());
  }

  private of(name: string): Variable {
    const variable = this.trained.get(name);
    if (!variable) throw new Error(`the network has no weights called ${name}`);
    return variable;
  }
}
