import * as protobuf from 'protobufjs';

/** The messages of ONNX's protocol that a model needs (onnx/onnx.proto, IR version 8). */
const schema = protobuf.parse(
  `
  syntax = "proto2"; package onnx;
  message AttributeProto {
    optional string name = 1; optional int32 type = 20; optional float f = 2; optional int64 i = 3;
    optional bytes s = 4; repeated float floats = 7; repeated int64 ints = 8;
  }
  message NodeProto {
    repeated string input = 1; repeated string output = 2; optional string name = 3; optional string op_type = 4;
    repeated AttributeProto attribute = 5;
  }
  message TensorProto {
    repeated int64 dims = 1; optional int32 data_type = 2; optional string name = 8; optional bytes raw_data = 9;
  }
  message TensorShapeProto {
    message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
    repeated Dimension dim = 1;
  }
  message TypeProto {
    message Tensor { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
    oneof value { Tensor tensor_type = 1; }
  }
  message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; optional string doc_string = 3; }
  message GraphProto {
    repeated NodeProto node = 1; optional string name = 2; repeated TensorProto initializer = 5;
    optional string doc_string = 10; repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
  }
  message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
  message StringStringEntryProto { optional string key = 1; optional string value = 2; }
  message ModelProto {
    optional int64 ir_version = 1; optional string producer_name = 2; optional string producer_version = 3;
    optional string doc_string = 6; optional GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8;
    repeated StringStringEntryProto metadata_props = 14;
  }`,
  { keepCase: true },
).root;
const Model = schema.lookupType('onnx.ModelProto');

/** Numbers that the protocol gives to kinds of attributes. */
const kinds = { f: 1, i: 2, s: 3, floats: 6, ints: 7 } as const;

export type OnnxAttribute =
  | { readonly f: number }
  | { readonly i: number }
  | { readonly s: string }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] };

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** The protocol's number of the element type. */
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** An input or output; a length is a number, or the name of one that may differ from call to call. */
export interface OnnxPort {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly (number | string)[];
  readonly description: string;
}

export interface OnnxModel {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The model as the bytes of an `.onnx` file. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const message = {
    ir_version: 8,
    producer_name: 'unetlab',
    producer_version: model.version,
    doc_string: model.description,
    graph: {
      name: model.name,
      node: model.nodes.map(({ op, inputs, output, attributes }) => ({
        op_type: op,
        name: output,
        input: inputs,
        output: op === 'TopK' ? [output, `${output}_places`] : [output], // it has two, needed or not
        attribute: Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value)),
      })),
      initializer: model.tensors.map(({ name, shape, type, bytes }) => ({
        name,
        dims: shape,
        data_type: type,
        raw_data: bytes,
      })),
      input: model.inputs.map(encodePort),
      output: model.outputs.map(encodePort),
    },
    opset_import: [{ domain: '', version: model.opset }],
    metadata_props: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
  };
  return Model.encode(Model.fromObject(message)).finish();
}

function encodeAttribute(name: string, value: OnnxAttribute): object {
  const kind = Object.keys(value)[0] as keyof typeof kinds;
  const content = 's' in value ? { s: Buffer.from(value.s) } : value;
  return { name, type: kinds[kind], ...content };
}

function encodePort({ name, type, shape, description }: OnnxPort): object {
  const dim = shape.map((length) =>
    typeof length === 'number' ? { dim_value: length } : { dim_param: length },
  );
  return { name, doc_string: description, type: { tensor_type: { elem_type: type, shape: { dim } } } };
}
