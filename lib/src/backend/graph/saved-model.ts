import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as protobuf from 'protobufjs';
import { DType, nativeBackend } from '../native';
import type { AttrValue, Constant, GraphNode } from './node';

/** The messages of TensorFlow's protocol that a graph needs (tensorflow/core/protobuf/saved_model.proto and below). */
const schema = protobuf.parse(`
  syntax = "proto3"; package tensorflow;
  message TensorShapeProto { message Dim { int64 size = 1; } repeated Dim dim = 2; }
  message TensorProto {
    int32 dtype = 1; TensorShapeProto tensor_shape = 2; bytes tensor_content = 4;
    repeated float float_val = 5; repeated int32 int_val = 7; repeated bool bool_val = 11;
  }
  message AttrValue {
    message ListValue { repeated bytes s = 2; repeated int64 i = 3; repeated float f = 4; repeated bool b = 5; repeated int32 type = 6; }
    oneof value { ListValue list = 1; bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6; TensorShapeProto shape = 7; TensorProto tensor = 8; }
  }
  message NodeDef { string name = 1; string op = 2; repeated string input = 3; map<string, AttrValue> attr = 5; }
  message VersionDef { int32 producer = 1; }
  message GraphDef { repeated NodeDef node = 1; VersionDef versions = 4; }
  message TensorInfo { string name = 1; int32 dtype = 2; TensorShapeProto tensor_shape = 3; }
  message SignatureDef { map<string, TensorInfo> inputs = 1; map<string, TensorInfo> outputs = 2; string method_name = 3; }
  message MetaInfoDef { repeated string tags = 4; string tensorflow_version = 5; }
  message MetaGraphDef { MetaInfoDef meta_info_def = 1; GraphDef graph_def = 2; map<string, SignatureDef> signature_def = 5; }
  message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraphDef meta_graphs = 2; }
`).root;
const SavedModel = schema.lookupType('tensorflow.SavedModel');

/** Version of the graph format that the nodes follow (TensorFlow 2.16 and later read it). */
const PRODUCER = 1882;

/** A tensor that a signature names; a length of −1 may differ from call to call. */
export interface SignatureTensor {
  /** Output of a node: `node:index`. */
  readonly output: string;
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** What other programs call a graph by: the names of its inputs and outputs. */
export interface Signature {
  readonly inputs: Readonly<Record<string, SignatureTensor>>;
  readonly outputs: Readonly<Record<string, SignatureTensor>>;
}

/**
 * The graph as the bytes of a `saved_model.pb`.
 *
 * @param signature becomes `serving_default`
 */
export function encodeSavedModel(nodes: readonly GraphNode[], signature?: Signature): Uint8Array {
  const node = nodes.map(({ name, op, inputs, attrs }) => ({
    name,
    op,
    input: inputs.map((input) => input.replace(/:0$/, '')),
    attr: Object.fromEntries(Object.entries(attrs).map(([key, value]) => [key, encodeAttr(value)])),
  }));
  const message = SavedModel.fromObject({
    savedModelSchemaVersion: 1,
    metaGraphs: [
      {
        metaInfoDef: { tags: ['serve'] },
        graphDef: { node, versions: { producer: PRODUCER } },
        ...(signature && { signatureDef: { serving_default: encodeSignature(signature) } }),
      },
    ],
  });
  return SavedModel.encode(message).finish();
}

/** Loads the graph into a session of its own and returns the session's id; the file is gone afterwards. */
export function loadGraph(nodes: readonly GraphNode[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'unetlab-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes));
    return nativeBackend().loadSavedModelMetaGraph(folder, 'serve');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function encodeSignature({ inputs, outputs }: Signature): object {
  const ports = (tensors: Signature['inputs']): object =>
    Object.fromEntries(
      Object.entries(tensors).map(([key, { output, dtype, shape }]) => [
        key,
        { name: output, dtype, tensorShape: encodeShape(shape) },
      ]),
    );
  return {
    inputs: ports(inputs),
    outputs: ports(outputs),
    methodName: 'tensorflow/serving/predict',
  };
}

function encodeAttr(value: AttrValue): object {
  if ('s' in value) return { s: Buffer.from(value.s) };
  if ('shape' in value) return { shape: encodeShape(value.shape) };
  if ('tensor' in value) return { tensor: encodeTensor(value.tensor) };
  if ('list' in value && value.list.s) return { list: { s: value.list.s.map((s) => Buffer.from(s)) } };
  return value;
}

function encodeShape(shape: readonly number[]): object {
  return { dim: shape.map((size) => ({ size })) };
}

/** Values that are all the same are written once: TensorFlow repeats the last one. */
function encodeTensor({ dtype, shape, values }: Constant): object {
  const tensor = { dtype, tensorShape: encodeShape(shape) };
  const list = isUniform(values) ? [values[0] ?? 0] : Array.from(values);
  if (values.length === 0) return tensor;
  if (dtype === DType.float32) {
    if (list.length === 1) return { ...tensor, floatVal: list };
    return { ...tensor, tensorContent: new Uint8Array(Float32Array.from(list).buffer) };
  }
  if (dtype === DType.float64)
    return { ...tensor, tensorContent: new Uint8Array(Float64Array.from(values).buffer) };
  if (dtype === DType.int64)
    return {
      ...tensor,
      tensorContent: new Uint8Array(BigInt64Array.from(Array.from(values), BigInt).buffer),
    };
  if (dtype === DType.int32) return { ...tensor, intVal: list };
  if (dtype === DType.bool) return { ...tensor, boolVal: list.map(Boolean) };
  throw new Error(`constants of TensorFlow's element type ${dtype} cannot be written`);
}

function isUniform(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i += 1) if (!Object.is(values[i], values[0])) return false;
  return true;
}
