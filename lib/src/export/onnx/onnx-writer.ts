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
import { toFloat16 } from './float16';
import type { OnnxAttribute, OnnxNode, OnnxPort, OnnxTensor } from './onnx-message';

/** The operator set that the nodes follow: that of ONNX 1.13. */
export const OPSET = 18;

/** The protocol's numbers of element types. */
const types: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
};

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
  add: 'Add',
  sub: 'Sub',
  mul: 'Mul',
  div: 'Div',
  max: 'Max',
  min: 'Min',
  pow: 'Pow',
  less: 'Less',
  lessEqual: 'LessOrEqual',
  equal: 'Equal',
  and: 'And',
};
const reductions: Readonly<Record<Reduction, string>> = {
  sum: 'ReduceSum',
  mean: 'ReduceMean',
  max: 'ReduceMax',
  min: 'ReduceMin',
};
const comparisons: readonly string[] = ['less', 'lessEqual', 'equal', 'and'];

/** Writes ONNX: channels second, constants as initializers, equal nodes once. */
export class OnnxWriter extends GraphWriter {
  readonly channelAxis = 1;
  private readonly nodes: OnnxNode[] = [];
  private readonly tensors: OnnxTensor[] = [];
  /** Outputs by what makes them. */
  private readonly known = new Map<string, string>();

  /** An input of the model. */
  input(name: string, type: ElementType, shape: OnnxPort['shape'], description: string): [Value, OnnxPort] {
    return [
      { output: name, type },
      { name, type: types[type], shape, description },
    ];
  }

  /** Names a value as an output of the model. */
  result(name: string, value: Value, shape: OnnxPort['shape'], description: string): OnnxPort {
    this.nodes.push({ op: 'Identity', inputs: [value.output], output: name, attributes: {} });
    return { name, type: types[value.type], shape, description };
  }

  /** The nodes and constants that the named outputs need. */
  needed(outputs: readonly string[]): { nodes: OnnxNode[]; tensors: OnnxTensor[] } {
    const makers = new Map(this.nodes.map((node) => [node.output, node]));
    const wanted = new Set<string>();
    const visit = (output: string): void => {
      if (wanted.has(output)) return;
      wanted.add(output);
      makers.get(output)?.inputs.forEach(visit);
    };
    outputs.forEach(visit);
    return {
      nodes: this.nodes.filter(({ output }) => wanted.has(output)),
      tensors: this.tensors.filter(({ name }) => wanted.has(name)),
    };
  }

  constant(values: ArrayLike<number>, shape: readonly number[], type: ElementType): Value {
    const bytes = encoded(values, type);
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const key = `constant ${type} [${shape.join()}] ${content}`;
    const known = this.known.get(key);
    if (known !== undefined) return { output: known, type };
    const name = `constant_${this.tensors.length}`;
    this.tensors.push({ name, shape, type: types[type], bytes });
    this.known.set(key, name);
    return { output: name, type };
  }

  unary(op: Unary, x: Value): Value {
    return this.node(unaries[op], [x], x.type);
  }

  where(condition: Value, a: Value, b: Value): Value {
    return this.node('Where', [condition, a, b], a.type);
  }

  cast(x: Value, type: ElementType): Value {
    return x.type === type ? x : this.node('Cast', [x], type, { to: { i: types[type] } });
  }

  size(x: Value, axis: number): Value {
    return this.node('Gather', [this.node('Shape', [x], 'int64'), this.ints(axis)], 'int64', {
      axis: { i: 0 },
    });
  }

  range(count: Value): Value {
    return this.node('Range', [this.ints(0), count, this.ints(1)], 'int64');
  }

  reshape(x: Value, lengths: readonly Operand[]): Value {
    return this.node('Reshape', [x, this.shape(lengths)], x.type);
  }

  transpose(x: Value, axes: readonly number[]): Value {
    return this.node('Transpose', [x], x.type, { perm: { ints: axes } });
  }

  concat(parts: readonly Value[], axis: number): Value {
    return this.node('Concat', parts, parts[0]!.type, { axis: { i: axis } });
  }

  gather(x: Value, indices: Value, axis: number): Value {
    return this.node('Gather', [x, indices], x.type, { axis: { i: axis } });
  }

  reduce(op: Reduction, x: Value, axes: readonly number[]): Value {
    const along = this.constant(axes, [axes.length], 'int64');
    return this.node(reductions[op], [x, along], x.type, { keepdims: { i: 1 } });
  }

  argMax(x: Value, axis: number): Value {
    return this.node('ArgMax', [x], 'int64', { axis: { i: axis }, keepdims: { i: 0 } });
  }

  matmul(a: Value, b: Value): Value {
    return this.node('MatMul', [a, b], a.type);
  }

  project(x: Value, matrix: Value): Value {
    return this.matmul(x, matrix);
  }

  softmax(x: Value): Value {
    return this.node('Softmax', [x], x.type, { axis: { i: -1 } });
  }

  sort(x: Value, last: number): Value {
    const all = this.node('Reshape', [this.size(x, last), this.constant([1], [1], 'int64')], 'int64');
    return this.node('TopK', [x, all], x.type, {
      axis: { i: last },
      largest: { i: 0 },
      sorted: { i: 1 },
    });
  }

  places(mask: Value): Value {
    return this.transpose(this.node('NonZero', [mask], 'int64'), [1, 0]);
  }

  at(x: Value, places: Value): Value {
    return this.node('GatherND', [x, places], x.type);
  }

  conv(x: Value, { shape, values }: Kernel, bias: Float32Array | null, stride: number): Value {
    const [height, width, inputs, outputs] = shape;
    // [height, width, inputs, outputs] to [outputs, inputs, height, width]
    const turned = new Float32Array(values.length);
    for (let k = 0, i = 0; k < height * width; k += 1)
      for (let c = 0; c < inputs; c += 1)
        for (let o = 0; o < outputs; o += 1, i += 1)
          turned[(o * inputs + c) * height * width + k] = values[i]!;
    const [down, right] = [height >> 1, width >> 1];
    return this.node(
      'Conv',
      [
        x,
        this.constant(turned, [outputs, inputs, height, width], x.type),
        ...(bias ? [this.constant(bias, [outputs], x.type)] : []),
      ],
      x.type,
      {
        kernel_shape: { ints: [height, width] },
        ...(stride === 1
          ? { pads: { ints: [down, right, down, right] } }
          : { auto_pad: { s: 'SAME_UPPER' }, strides: { ints: [stride, stride] } }),
      },
    );
  }

  up(x: Value, { shape, values }: Kernel, bias: Float32Array): Value {
    const [, , outputs, inputs] = shape;
    // [2, 2, outputs, inputs] to [inputs, outputs, 2, 2]
    const turned = new Float32Array(values.length);
    for (let k = 0, i = 0; k < 4; k += 1)
      for (let o = 0; o < outputs; o += 1)
        for (let c = 0; c < inputs; c += 1, i += 1) turned[(c * outputs + o) * 4 + k] = values[i]!;
    return this.node(
      'ConvTranspose',
      [x, this.constant(turned, [inputs, outputs, 2, 2], x.type), this.constant(bias, [outputs], x.type)],
      x.type,
      { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } },
    );
  }

  pool(x: Value): Value {
    return this.node('MaxPool', [x], x.type, { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } });
  }

  protected binary(op: Arithmetic | Comparison, a: Value, b: Value): Value {
    return this.node(binaries[op], [a, b], comparisons.includes(op) ? 'bool' : a.type);
  }

  private node(
    op: string,
    inputs: readonly Value[],
    type: ElementType,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): Value {
    const names = inputs.map(({ output }) => output);
    const key = `${op} ${names.join(' ')} ${JSON.stringify(attributes)}`;
    const known = this.known.get(key);
    if (known !== undefined) return { output: known, type };
    const output = `${op}_${this.nodes.length}`;
    this.nodes.push({ op, inputs: names, output, attributes });
    this.known.set(key, output);
    return { output, type };
  }

  private shape(lengths: readonly Operand[]): Value {
    if (lengths.every((length) => typeof length === 'number'))
      return this.constant(lengths, [lengths.length], 'int64');
    const one = this.constant([1], [1], 'int64');
    const parts = lengths.map((length) =>
      typeof length === 'number'
        ? this.constant([length], [1], 'int64')
        : this.node('Reshape', [length, one], 'int64'),
    );
    return this.concat(parts, 0);
  }

  private ints(value: number): Value {
    return this.constant([value], [], 'int64');
  }
}

function encoded(values: ArrayLike<number>, type: ElementType): Uint8Array {
  const numbers = Array.from(values);
  const array = {
    float32: () => Float32Array.from(numbers),
    float16: () => toFloat16(numbers),
    float64: () => Float64Array.from(numbers),
    int64: () => BigInt64Array.from(numbers, BigInt),
    bool: () => Uint8Array.from(numbers),
  }[type]();
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
