import { DType } from '../native';
import type { GraphNode } from './node';

/**
 * Which inputs and outputs of an op carry data in bfloat16; the others keep their type. Only ops whose kernels
 * accumulate in float32 are here: sums, means, losses and weight updates stay in float32.
 */
const lowOps: Readonly<
  Record<string, { readonly inputs: readonly number[]; readonly outputs: readonly number[] }>
> = {
  Conv2D: { inputs: [0, 1], outputs: [0] },
  Conv2DBackpropInput: { inputs: [1, 2], outputs: [0] },
  Conv2DBackpropFilter: { inputs: [0, 2], outputs: [0] },
  UnetlabBatchNormRelu: { inputs: [0], outputs: [0] },
  UnetlabBatchNormReluGrad: { inputs: [0, 1], outputs: [0] },
  UnetlabUpShuffle: { inputs: [0], outputs: [0] },
  UnetlabUpShuffleGrad: { inputs: [0], outputs: [0] },
  UnetlabStem: { inputs: [3], outputs: [0] },
  UnetlabUpConv: { inputs: [0], outputs: [0] },
  UnetlabProject: { inputs: [0], outputs: [] },
  FusedBatchNormV3: { inputs: [0], outputs: [0] },
  FusedBatchNormGradV3: { inputs: [0, 1], outputs: [0] },
  Relu: { inputs: [0], outputs: [0] },
  ReluGrad: { inputs: [0, 1], outputs: [0] },
  MaxPool: { inputs: [0], outputs: [0] },
  MaxPoolGrad: { inputs: [0, 1, 2], outputs: [0] },
};

/** Ops that follow their inputs: in bfloat16 when every data input already is. */
const followers = new Set(['Add', 'AddV2', 'AddN']);

/** Ops that only move their first input's elements: in bfloat16 when it already is. */
const movers = new Set(['Reshape', 'Transpose']);

/**
 * Rewrites a float32 graph to bfloat16 around its convolutions. Values are cast where they enter the low-precision
 * part (once each) and back where a float32 op needs them; variables are read in float32 and cast, so the master
 * weights, the optimizer and the batch statistics keep their precision.
 *
 * @param biases whether biases of what is bfloat16 are added in it too, as suits prediction; default false
 * @returns the nodes, and the outputs that are bfloat16 now
 */
export function toBfloat16(
  nodes: readonly GraphNode[],
  biases = false,
): { nodes: GraphNode[]; halved: ReadonlySet<string> } {
  const result: GraphNode[] = [];
  const inLow = new Set<string>(); // outputs that are bfloat16
  const lowered = new Map<string, string>(); // float32 output -> its bfloat16 cast
  const raised = new Map<string, string>();

  const cast = (source: string, from: number, to: number, known: Map<string, string>): string => {
    const existing = known.get(source);
    if (existing !== undefined) return existing;
    const name = `${source.replace(':', '_')}/${to === DType.bfloat16 ? 'low' : 'high'}`;
    result.push({ name, op: 'Cast', inputs: [source], attrs: { SrcT: { type: from }, DstT: { type: to } } });
    known.set(source, `${name}:0`);
    return `${name}:0`;
  };
  const low = (source: string): string =>
    inLow.has(source) ? source : cast(source, DType.float32, DType.bfloat16, lowered);
  const high = (source: string): string =>
    inLow.has(source) ? cast(source, DType.bfloat16, DType.float32, raised) : source;

  for (const node of nodes) {
    const T = node.attrs.T;
    const isFloat = T !== undefined && 'type' in T && T.type === DType.float32;
    const plan = isFloat ? planFor(node, inLow, biases) : null;
    const inputs = node.inputs.map((input, i) => {
      if (input.startsWith('^')) return input;
      return plan?.inputs.includes(i) ? low(input) : high(input);
    });
    result.push({
      ...node,
      inputs,
      attrs: plan ? { ...node.attrs, T: { type: DType.bfloat16 } } : node.attrs,
    });
    for (const output of plan?.outputs ?? []) inLow.add(`${node.name}:${output}`);
  }
  return { nodes: result, halved: inLow };
}

function planFor(
  node: GraphNode,
  inLow: ReadonlySet<string>,
  biases: boolean,
): { inputs: readonly number[]; outputs: readonly number[] } | null {
  const data = node.inputs.filter((input) => !input.startsWith('^'));
  const all = data.map((_, i) => i);
  const fixed = lowOps[node.op];
  if (fixed) return fixed;
  if (followers.has(node.op) && data.every((input) => inLow.has(input))) return { inputs: all, outputs: [0] };
  if (movers.has(node.op) && inLow.has(data[0]!)) return { inputs: [0], outputs: [0] };
  if (node.op === 'UnetlabConv3x3') return { inputs: all.slice(0, -1), outputs: upTo(node.attrs.M) };
  if (node.op === 'UnetlabConvWeightGradient') return { inputs: all, outputs: [] };
  if (node.op === 'UnetlabFusedConv3x3') return { inputs: all.slice(0, -2), outputs: [0, 1] };
  if (biases && node.op === 'BiasAdd' && inLow.has(data[0]!)) return { inputs: all, outputs: [0] };
  // A concatenation or split moves bytes only, so it is always worth halving once one part is low.
  if (node.op === 'ConcatV2' && data.slice(0, -1).some((input) => inLow.has(input)))
    return { inputs: all.slice(0, -1), outputs: [0] };
  if (node.op === 'SplitV' && inLow.has(data[0]!))
    return { inputs: [0], outputs: upTo(node.attrs.num_split) };
  return null;
}

/** 0, 1, ... as many as an attribute says. */
function upTo(count: GraphNode['attrs'][string] | undefined): number[] {
  return Array.from({ length: count !== undefined && 'i' in count ? count.i : 0 }, (_, i) => i);
}
