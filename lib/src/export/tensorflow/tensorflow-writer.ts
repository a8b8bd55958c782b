import { DType, GraphBuilder, type AttrValue, type GraphNode } from '../../backend';
import {
  GraphWriter,
  type Arithmetic,
  type Comparison,
  type ElementType,
  type Kernel,
  type Operand,
  type Reduction,
  type Unary,
  type Value,
} from '../graph/graph-writer';

const types = {
  float32: DType.float32,
  float64: DType.float64,
  int64: DType.int64,
  bool: DType.bool,
} as const;

const unaries: Readonly<Record<Unary, string>> = {
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  exp: 'Exp',
  log: 'Log',
  sqrt: 'Sqrt',
  floor: 'Floor',
  ceil: 'Ceil',
  abs: 'Abs',
  sin: 'Sin',
};
const binaries: Readonly<Record<Arithmetic | Comparison, string>> = {
  add: 'AddV2',
  sub: 'Sub',
  mul: 'Mul',
  div: 'RealDiv',
  max: 'Maximum',
  min: 'Minimum',
  pow: 'Pow',
  less: 'Less',
  lessEqual: 'LessEqual',
  equal: 'Equal',
  and: 'LogicalAnd',
};
const reductions: Readonly<Record<Reduction, string>> = { sum: 'Sum', mean: 'Mean', max: 'Max', min: 'Min' };
const comparisons: readonly string[] = ['less', 'lessEqual', 'equal', 'and'];

type Attrs = Readonly<Record<string, AttrValue>>;

/** Writes a graph of TensorFlow: channels last, weights as constants, equal nodes once. */
export class TensorflowWriter extends GraphWriter {
  readonly channelAxis = 3;
  private readonly graph = new GraphBuilder();
  /** Outputs by what makes them. */
  private readonly known = new Map<string, string>();

  /** An input; a length of −1 may differ from call to call. */
  input(name: string, type: ElementType, shape: readonly number[]): Value {
    const node = this.graph.add('Placeholder', [], { dtype: typeOf(type), shape: { shape } }, name);
    return { output: `${node}:0`, type };
  }

  /** Names a value. */
  result(name: string, value: Value): string {
    return `${this.graph.add('Identity', [value.output], { T: typeOf(value.type) }, name)}:0`;
  }

  /** The nodes that an output needs. */
  needed(output: string): GraphNode[] {
    const makers = new Map(this.graph.nodes.map((node) => [node.name, node]));
    const wanted = new Set<string>();
    const visit = (input: string): void => {
      const name = input.slice(0, input.lastIndexOf(':'));
      if (wanted.has(name)) return;
      wanted.add(name);
      makers.get(name)!.inputs.forEach(visit);
    };
    visit(output);
    return this.graph.nodes.filter(({ name }) => wanted.has(name));
  }

  constant(values: ArrayLike<number>, shape: readonly number[], type: ElementType): Value {
    const numbers = Array.from(values);
    const key = numbers.length <= 16 ? `constant ${type} [${shape.join()}] ${numbers.join()}` : null;
    const known = key === null ? undefined : this.known.get(key);
    if (known !== undefined) return { output: known, type };
    const output = this.graph.constant({ dtype: codeOf(type), shape, values });
    if (key !== null) this.known.set(key, output);
    return { output, type };
  }

  unary(op: Unary, x: Value): Value {
    return this.node(unaries[op], [x], x.type, { T: typeOf(x.type) });
  }

  where(condition: Value, a: Value, b: Value): Value {
    return this.node('SelectV2', [condition, a, b], a.type, { T: typeOf(a.type) });
  }

  cast(x: Value, type: ElementType): Value {
    if (x.type === type) return x;
    return this.node('Cast', [x], type, { SrcT: typeOf(x.type), DstT: typeOf(type) });
  }

  size(x: Value, axis: number): Value {
    const shape = this.node('Shape', [x], 'int64', { T: typeOf(x.type), out_type: typeOf('int64') });
    return this.gather(shape, this.int(axis), 0);
  }

  range(count: Value): Value {
    return this.node('Range', [this.int(0), count, this.int(1)], 'int64', { Tidx: typeOf('int64') });
  }

  reshape(x: Value, lengths: readonly Operand[]): Value {
    const parts = lengths.map((length) => (typeof length === 'number' ? this.int(length) : length));
    const shape = lengths.every((length) => typeof length === 'number')
      ? this.constant(lengths, [lengths.length], 'int64')
      : this.node('Pack', parts, 'int64', {
          N: { i: parts.length },
          T: typeOf('int64'),
          axis: { i: 0 },
        });
    return this.node('Reshape', [x, shape], x.type, { T: typeOf(x.type), Tshape: typeOf('int64') });
  }

  transpose(x: Value, axes: readonly number[]): Value {
    const order = this.constant(axes, [axes.length], 'int64');
    return this.node('Transpose', [x, order], x.type, { T: typeOf(x.type), Tperm: typeOf('int64') });
  }

  concat(parts: readonly Value[], axis: number): Value {
    const type = parts[0]!.type;
    return this.node('ConcatV2', [...parts, this.int(axis)], type, {
      N: { i: parts.length },
      T: typeOf(type),
      Tidx: typeOf('int64'),
    });
  }

  gather(x: Value, indices: Value, axis: number): Value {
    return this.node('GatherV2', [x, indices, this.int(axis)], x.type, {
      Tparams: typeOf(x.type),
      Tindices: typeOf(indices.type),
      Taxis: typeOf('int64'),
      batch_dims: { i: 0 },
    });
  }

  reduce(op: Reduction, x: Value, axes: readonly number[]): Value {
    return this.node(reductions[op], [x, this.constant(axes, [axes.length], 'int64')], x.type, {
      T: typeOf(x.type),
      Tidx: typeOf('int64'),
      keep_dims: { b: true },
    });
  }

  argMax(x: Value, axis: number): Value {
    return this.node('ArgMax', [x, this.int(axis)], 'int64', {
      T: typeOf(x.type),
      Tidx: typeOf('int64'),
      output_type: typeOf('int64'),
    });
  }

  matmul(a: Value, b: Value): Value {
    return this.node('BatchMatMulV2', [a, b], a.type, {
      T: typeOf(a.type),
      adj_x: { b: false },
      adj_y: { b: false },
    });
  }

  project(x: Value, matrix: Value, rank: number): Value {
    // Flat: with axes that only one side has, TensorFlow's own product goes wrong on processors.
    const flat = this.reshape(x, [-1, this.size(x, rank - 1)]);
    const product = this.node('MatMul', [flat, matrix], x.type, {
      T: typeOf(x.type),
      transpose_a: { b: false },
      transpose_b: { b: false },
    });
    const before = Array.from({ length: rank - 1 }, (_, axis) => this.size(x, axis));
    return this.reshape(product, [...before, this.size(matrix, 1)]);
  }

  softmax(x: Value): Value {
    return this.node('Softmax', [x], x.type, { T: typeOf(x.type) });
  }

  sort(x: Value, last: number): Value {
    // The op gives the largest first, so it is asked for the negatives' largest.
    const largest = this.node('TopKV2', [this.mul(x, -1), this.size(x, last)], x.type, {
      T: typeOf(x.type),
      Tk: typeOf('int64'),
      index_type: typeOf('int64'),
      sorted: { b: true },
    });
    return this.mul(largest, -1);
  }

  places(mask: Value): Value {
    return this.node('Where', [mask], 'int64', { T: typeOf('bool') });
  }

  at(x: Value, places: Value): Value {
    return this.node('GatherNd', [x, places], x.type, {
      Tparams: typeOf(x.type),
      Tindices: typeOf('int64'),
    });
  }

  conv(x: Value, kernel: Kernel, bias: Float32Array | null, stride: number): Value {
    const filter = this.constant(kernel.values, kernel.shape, x.type);
    const y = this.node('Conv2D', [x, filter], x.type, {
      T: typeOf(x.type),
      strides: { list: { i: [1, stride, stride, 1] } },
      padding: { s: 'SAME' },
      data_format: { s: 'NHWC' },
      dilations: { list: { i: [1, 1, 1, 1] } },
      use_cudnn_on_gpu: { b: true },
    });
    return bias ? this.biased(y, bias) : y;
  }

  /** A 1 × 1 convolution to the four pixels of a cell, and their layout. */
  up(x: Value, { shape: [, , outputs, inputs], values }: Kernel, bias: Float32Array): Value {
    // [2, 2, outputs, inputs] to [1, 1, inputs, 2 · 2 · outputs]
    const turned = new Float32Array(values.length);
    for (let k = 0; k < 4 * outputs; k += 1)
      for (let c = 0; c < inputs; c += 1) turned[c * 4 * outputs + k] = values[k * inputs + c]!;
    const cells = this.conv(x, { shape: [1, 1, inputs, 4 * outputs], values: turned }, null, 1);
    const y = this.node('DepthToSpace', [cells], x.type, {
      T: typeOf(x.type),
      block_size: { i: 2 },
      data_format: { s: 'NHWC' },
    });
    return this.biased(y, bias);
  }

  pool(x: Value): Value {
    return this.node('MaxPool', [x], x.type, {
      T: typeOf(x.type),
      ksize: { list: { i: [1, 2, 2, 1] } },
      strides: { list: { i: [1, 2, 2, 1] } },
      padding: { s: 'VALID' },
      data_format: { s: 'NHWC' },
    });
  }

  protected binary(op: Arithmetic | Comparison, a: Value, b: Value): Value {
    const type = comparisons.includes(op) ? 'bool' : a.type;
    return this.node(binaries[op], [a, b], type, op === 'and' ? {} : { T: typeOf(a.type) });
  }

  private biased(x: Value, bias: Float32Array): Value {
    return this.node('BiasAdd', [x, this.constant(bias, [bias.length], x.type)], x.type, {
      T: typeOf(x.type),
      data_format: { s: 'NHWC' },
    });
  }

  private node(op: string, inputs: readonly Value[], type: ElementType, attrs: Attrs): Value {
    const names = inputs.map(({ output }) => output);
    const key = `${op} ${names.join(' ')} ${JSON.stringify(attrs)}`;
    const known = this.known.get(key);
    if (known !== undefined) return { output: known, type };
    const output = `${this.graph.add(op, names, attrs)}:0`;
    this.known.set(key, output);
    return { output, type };
  }

  private int(value: number): Value {
    return this.constant([value], [], 'int64');
  }
}

function codeOf(type: ElementType): (typeof types)[keyof typeof types] {
  if (type === 'float16') throw new Error('a SavedModel is written in float32');
  return types[type];
}

const typeOf = (type: ElementType): AttrValue => ({ type: codeOf(type) });
