import type { Tensor, Variable } from '@tensorflow/tfjs';
import { tf } from '../backend';
import { Random } from '../random';

/** How a weight starts. `he`: normal with variance 2 / fan-in (He and others, 2015), for layers before a ReLU. */
export type Initializer = 'he' | 'zeros' | 'ones' | { readonly constant: number };

/** One named array of a model. */
export interface Parameter {
  readonly name: string;
  readonly variable: Variable;
  /** Changed by the optimizer; the others (moving statistics) are changed by the forward pass. */
  readonly trainable: boolean;
  /** Whether weight decay applies: kernels only, not biases, norms or statistics. */
  readonly decay: boolean;
}

/** Where layers find their weights. */
export interface ParameterSource {
  /** The parameter of that name, made at the first call. */
  get(name: string, shape: readonly number[], initializer: Initializer, trainable?: boolean): Variable;
}

/** The arrays of one model by name, in the order in which the model first asks for them. */
export class Parameters implements ParameterSource {
  private readonly byName = new Map<string, Parameter>();
  private readonly random: Random;

  /** @param seed of the initial values */
  constructor(seed: number) {
    this.random = new Random(seed);
  }

  get(name: string, shape: readonly number[], initializer: Initializer, trainable = true): Variable {
    const known = this.byName.get(name);
    if (known) return known.variable;
    const initial = tf.tensor(initialValues(shape, initializer, this.random), [...shape], 'float32');
    const variable = tf.variable(initial, trainable);
    initial.dispose();
    this.byName.set(name, { name, variable, trainable, decay: trainable && initializer === 'he' });
    return variable;
  }

  get all(): readonly Parameter[] {
    return [...this.byName.values()];
  }

  get trainable(): readonly Parameter[] {
    return this.all.filter((parameter) => parameter.trainable);
  }

  /** Number of trainable numbers. */
  get count(): number {
    return this.trainable.reduce((sum, { variable }) => sum + variable.size, 0);
  }

  /** A copy of all values by name: what a checkpoint keeps. */
  values(): Map<string, Float32Array> {
    return new Map(this.all.map(({ name, variable }) => [name, Float32Array.from(variable.dataSync())]));
  }

  /** Sets all values by name. Throws, changing nothing, where a name or a size does not fit. */
  restore(values: ReadonlyMap<string, Float32Array>): void {
    for (const { name, variable } of this.all) {
      const given = values.get(name);
      if (given === undefined)
        throw new Error(`no value for parameter ${name}; the file belongs to another model`);
      if (given.length !== variable.size)
        throw new Error(`parameter ${name} has ${variable.size} values, the file ${given.length}`);
    }
    for (const { name, variable } of this.all) {
      const tensor: Tensor = tf.tensor(values.get(name)!, variable.shape, 'float32');
      variable.assign(tensor);
      tensor.dispose();
    }
  }

  dispose(): void {
    for (const { variable } of this.all) variable.dispose();
    this.byName.clear();
  }
}

function initialValues(shape: readonly number[], initializer: Initializer, random: Random): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = new Float32Array(size);
  if (initializer === 'he') {
    const fanIn = size / (shape.at(-1) ?? 1);
    const deviation = Math.sqrt(2 / fanIn);
    for (let i = 0; i < size; i += 1) values[i] = deviation * random.normal();
  } else if (initializer === 'ones') values.fill(1);
  else if (initializer !== 'zeros') values.fill(initializer.constant);
  return values;
}
