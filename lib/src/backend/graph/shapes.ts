/**
 * What each op makes of its inputs' shapes. Recording runs a function on tensors without values, so the shape of
 * every result has to follow from shapes, attributes and constants alone. An op that is not listed here cannot be
 * recorded, and the recorder says so.
 */
import { DType } from '../native';

/** A tensor without its values. */
export interface Meta {
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** One op about to be recorded. */
export interface OpCall {
  readonly inputs: readonly Meta[];
  readonly outputs: number;
  /** An attribute, or undefined where it is not given. */
  readonly attr: (name: string) => unknown;
  /** The values of an input that is a constant; throws where it is not. */
  readonly constant: (input: number) => readonly number[];
}

type ShapeRule = (call: OpCall) => Meta[];

/** The results' shapes and types, or null where the op is not known. */
export function inferShapes(op: string, call: OpCall): Meta[] | null {
  return rules.get(op)?.(call) ?? null;
}

const rules = new Map<string, ShapeRule>();
const rule = (names: string, make: ShapeRule): void => {
  for (const name of names.split(' ')) rules.set(name, make);
};

const first = ({ inputs }: OpCall): Meta => inputs[0]!;
const numbers = (value: unknown): readonly number[] => (Array.isArray(value) ? (value as number[]) : []);
const axesOf = (axes: readonly number[], rank: number): number[] =>
  axes.map((axis) => (axis < 0 ? axis + rank : axis));

export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1)
      throw new Error(`shapes [${a.join(', ')}] and [${b.join(', ')}] do not broadcast`);
    return left === 1 ? right : left;
  });
}

rule(
  'Relu Relu6 Sigmoid Tanh Exp Expm1 Log Log1p Neg Sqrt Rsqrt Square Abs Softplus Sign Floor Ceil Round Reciprocal ' +
    'Elu Selu LeakyRelu Erf Sin Cos OnesLike ZerosLike Softmax LogSoftmax Identity Inv Cumsum ReverseV2 Snapshot ' +
    'ReluGrad SigmoidGrad TanhGrad EluGrad SoftplusGrad BiasAdd PreventGradient StopGradient',
  (call) => [first(call)],
);
rule(
  'Add AddV2 Sub Mul Div RealDiv DivNoNan Maximum Minimum Pow SquaredDifference FloorDiv Mod FloorMod Atan2',
  ({ inputs }) => [{ shape: broadcast(inputs[0]!.shape, inputs[1]!.shape), dtype: inputs[0]!.dtype }],
);
rule('Greater GreaterEqual Less LessEqual Equal NotEqual LogicalAnd LogicalOr', ({ inputs }) => [
  { shape: broadcast(inputs[0]!.shape, inputs[1]!.shape), dtype: DType.bool },
]);
rule('IsNan IsInf IsFinite LogicalNot', (call) => [{ shape: first(call).shape, dtype: DType.bool }]);
rule('Select', ({ inputs }) => [inputs[1]!]);
rule('SelectV2', ({ inputs }) => [
  { shape: inputs.map((input) => input.shape).reduce(broadcast), dtype: inputs[1]!.dtype },
]);
rule('AddN', (call) => [first(call)]);
rule('Cast', (call) => [{ shape: first(call).shape, dtype: Number(call.attr('DstT')) }]);

rule('Sum Mean Max Min Prod All Any', (call) => {
  const { shape, dtype } = first(call);
  const axes = new Set(axesOf(call.constant(1), shape.length));
  const keep = call.attr('keep_dims') === true;
  const reduced = shape.flatMap((size, i) => (axes.has(i) ? (keep ? [1] : []) : [size]));
  return [{ shape: reduced, dtype }];
});
rule('ArgMax ArgMin', (call) => {
  const { shape } = first(call);
  const [axis] = axesOf(call.constant(1), shape.length);
  return [{ shape: shape.filter((_, i) => i !== axis), dtype: DType.int32 }];
});

rule('Reshape', (call) => {
  const { shape, dtype } = first(call);
  const wanted = call.constant(1);
  const known = wanted.reduce((product, size) => (size < 0 ? product : product * size), 1);
  const all = shape.reduce((a, b) => a * b, 1);
  return [{ shape: wanted.map((size) => (size < 0 ? all / known : size)), dtype }];
});
rule('ExpandDims', (call) => {
  const { shape, dtype } = first(call);
  const [axis] = axesOf(call.constant(1), shape.length + 1);
  return [{ shape: [...shape.slice(0, axis), 1, ...shape.slice(axis)], dtype }];
});
rule('Transpose', (call) => {
  const { shape, dtype } = first(call);
  return [{ shape: call.constant(1).map((axis) => shape[axis]!), dtype }];
});
rule('Slice', (call) => {
  const { shape, dtype } = first(call);
  const begin = call.constant(1);
  return [{ shape: call.constant(2).map((size, i) => (size < 0 ? shape[i]! - begin[i]! : size)), dtype }];
});
rule('ConcatV2', ({ inputs, constant }) => {
  const parts = inputs.slice(0, -1);
  const [axis] = axesOf(constant(inputs.length - 1), parts[0]!.shape.length);
  const total = parts.reduce((sum, part) => sum + part.shape[axis!]!, 0);
  return [{ shape: parts[0]!.shape.map((size, i) => (i === axis ? total : size)), dtype: parts[0]!.dtype }];
});
rule('SplitV', (call) => {
  const { shape, dtype } = first(call);
  const [axis] = axesOf(call.constant(2), shape.length);
  return call
    .constant(1)
    .map((part) => ({ shape: shape.map((size, i) => (i === axis ? part : size)), dtype }));
});
rule('Pack', ({ inputs, attr }) => {
  const { shape, dtype } = inputs[0]!;
  const [axis] = axesOf([Number(attr('axis'))], shape.length + 1);
  return [{ shape: [...shape.slice(0, axis), inputs.length, ...shape.slice(axis)], dtype }];
});
rule('Unpack', (call) => {
  const { shape, dtype } = first(call);
  const [axis] = axesOf([Number(call.attr('axis'))], shape.length);
  return Array.from({ length: call.outputs }, () => ({ shape: shape.filter((_, i) => i !== axis), dtype }));
});
rule('Tile', (call) => {
  const repeats = call.constant(1);
  return [{ shape: first(call).shape.map((size, i) => size * repeats[i]!), dtype: first(call).dtype }];
});
rule('PadV2 Pad MirrorPad', (call) => {
  const pads = call.constant(1);
  return [
    {
      shape: first(call).shape.map((size, i) => size + pads[2 * i]! + pads[2 * i + 1]!),
      dtype: first(call).dtype,
    },
  ];
});
rule('Fill', ({ inputs, constant }) => [{ shape: constant(0), dtype: inputs[1]!.dtype }]);
rule('StatelessRandomUniform', ({ constant }) => [{ shape: constant(0), dtype: DType.float32 }]);
rule('DepthToSpace', (call) => {
  const [n, h, w, c] = first(call).shape as [number, number, number, number];
  const block = Number(call.attr('block_size'));
  return [{ shape: [n, h * block, w * block, c / block ** 2], dtype: first(call).dtype }];
});
rule('SpaceToDepth', (call) => {
  const [n, h, w, c] = first(call).shape as [number, number, number, number];
  const block = Number(call.attr('block_size'));
  return [{ shape: [n, h / block, w / block, c * block ** 2], dtype: first(call).dtype }];
});

rule('BatchMatMulV2', ({ inputs, attr }) => {
  const [a, b] = [inputs[0]!.shape, inputs[1]!.shape];
  const rows = attr('adj_x') === true ? a.at(-1)! : a.at(-2)!;
  const columns = attr('adj_y') === true ? b.at(-2)! : b.at(-1)!;
  return [{ shape: [...broadcast(a.slice(0, -2), b.slice(0, -2)), rows, columns], dtype: inputs[0]!.dtype }];
});

const windowed = (call: OpCall, kernel: readonly [number, number], channels: number): Meta[] => {
  const [n, height, width] = first(call).shape as [number, number, number];
  const strides = numbers(call.attr('strides'));
  const dilations = numbers(call.attr('dilations'));
  const explicit = numbers(call.attr('explicit_paddings'));
  const size = (length: number, axis: number): number => {
    const stride = strides[axis]!;
    const reach = (kernel[axis - 1]! - 1) * (dilations[axis] ?? 1) + 1;
    if (call.attr('padding') === 'SAME') return Math.ceil(length / stride);
    const padded = length + (explicit[2 * axis] ?? 0) + (explicit[2 * axis + 1] ?? 0);
    return Math.floor((padded - reach) / stride) + 1;
  };
  return [{ shape: [n, size(height, 1), size(width, 2), channels], dtype: first(call).dtype }];
};
rule('Conv2D', (call) => {
  const [height, width, , channels] = call.inputs[1]!.shape as [number, number, number, number];
  return windowed(call, [height, width], channels);
});
rule('DepthwiseConv2dNative', (call) => {
  const [height, width, channels, multiplier] = call.inputs[1]!.shape as [number, number, number, number];
  return windowed(call, [height, width], channels * multiplier);
});
rule('MaxPool AvgPool', (call) => {
  const kernel = numbers(call.attr('ksize'));
  return windowed(call, [kernel[1]!, kernel[2]!], first(call).shape[3]!);
});
rule('Conv2DBackpropInput DepthwiseConv2dNativeBackpropInput AvgPoolGrad', ({ inputs, constant }) => [
  { shape: constant(0), dtype: inputs.at(-1)!.dtype },
]);
rule('Conv2DBackpropFilter DepthwiseConv2dNativeBackpropFilter', ({ inputs, constant }) => [
  { shape: constant(1), dtype: inputs[2]!.dtype },
]);
rule('UnetlabConv3x3', ({ inputs, outputs, attr }) => {
  const { shape, dtype } = inputs[0]!;
  const channels = inputs.at(-1)!.shape[attr('transposed') === 1 ? 2 : 3]! / outputs;
  return Array.from({ length: outputs }, () => ({ shape: [...shape.slice(0, 3), channels], dtype }));
});
rule('UnetlabFusedConv3x3', ({ inputs, attr }) => {
  const { shape, dtype } = inputs[0]!;
  const [n, height, width] = shape as [number, number, number];
  const outputs = inputs.at(-1)!.shape[0]!;
  const pooled = Math.floor(Number(attr('flags')) / 2) % 2 === 1;
  return [
    { shape: [n, height, width, outputs], dtype },
    { shape: pooled ? [n, Math.ceil(height / 2), Math.ceil(width / 2), outputs] : [0], dtype },
  ];
});
rule('UnetlabStem', ({ inputs: [x, weights, , like] }) => [
  { shape: [...x!.shape.slice(0, 3), weights!.shape[3]!], dtype: like!.dtype },
]);
rule('UnetlabUpConv', ({ inputs: [x, , bias] }) => {
  const [n, height, width] = x!.shape as [number, number, number];
  return [{ shape: [n, 2 * height, 2 * width, bias!.shape[0]!], dtype: x!.dtype }];
});
rule('UnetlabProject', ({ inputs: [x] }) => [{ shape: [...x!.shape.slice(0, 3), 1], dtype: DType.float32 }]);
rule('UnetlabConvWeightGradient', ({ inputs, attr }) => {
  const size = Number(attr('size'));
  const channels = inputs.map(({ shape }) => shape[3]!);
  const outputs = channels.pop()!;
  return [
    { shape: [size, size, channels.reduce((sum, part) => sum + part, 0), outputs], dtype: DType.float32 },
  ];
});
rule('UnetlabBatchNormRelu', ({ inputs: [x, scale] }) => [x!, scale!, scale!]);
rule('UnetlabBatchNormReluGrad', ({ inputs }) => [inputs[1]!, inputs[2]!, inputs[2]!]);
rule('UnetlabUpShuffle', ({ inputs: [cells, bias] }) => {
  const [n, height, width] = cells!.shape as [number, number, number, number];
  return [{ shape: [n, 2 * height, 2 * width, bias!.shape[0]!], dtype: cells!.dtype }];
});
rule('UnetlabUpShuffleGrad', (call) => {
  const { shape, dtype } = first(call);
  const [n, height, width, filters] = shape as [number, number, number, number];
  return [
    { shape: [n, height / 2, width / 2, 4 * filters], dtype },
    { shape: [filters], dtype: DType.float32 },
  ];
});
rule('MaxPoolGrad', (call) => [first(call)]);
rule('BiasAddGrad', (call) => [{ shape: first(call).shape.slice(-1), dtype: first(call).dtype }]);
rule('FusedBatchNormV3', ({ inputs, outputs }) =>
  [inputs[0]!, inputs[1]!, inputs[1]!, inputs[1]!, inputs[1]!, { shape: [0], dtype: DType.float32 }].slice(
    0,
    outputs,
  ),
);
rule('FusedBatchNormGradV3', ({ inputs, outputs }) => {
  const empty = { shape: [0], dtype: DType.float32 };
  return [inputs[1]!, inputs[2]!, inputs[2]!, empty, empty].slice(0, outputs);
});
rule('ResizeNearestNeighbor ResizeBilinear', (call) => {
  const [n, , , c] = first(call).shape as [number, number, number, number];
  const [height, width] = call.constant(1) as [number, number];
  return [{ shape: [n, height, width, c], dtype: first(call).dtype }];
});
rule('ResizeNearestNeighborGrad', (call) => {
  const [n, , , c] = first(call).shape as [number, number, number, number];
  const [height, width] = call.constant(1) as [number, number];
  return [{ shape: [n, height, width, c], dtype: first(call).dtype }];
});
rule('ResizeBilinearGrad', ({ inputs }) => [inputs[1]!]);
