/**
 * The border to the native binding. TensorFlow.js does not publish types for the parts that recording needs;
 * this file declares the ones that are used, and is the only place where they are cast.
 */
import type { DataType, Tensor, TensorInfo } from '@tensorflow/tfjs';
import { isNative, tf } from './tensorflow';

/** TensorFlow's numbers for element types. */
export const DType = {
  float32: 1,
  float64: 2,
  int32: 3,
  string: 7,
  int64: 9,
  bool: 10,
  bfloat16: 14,
} as const;
export type DTypeCode = (typeof DType)[keyof typeof DType];

/** An op attribute as TensorFlow.js's kernels pass it: `type` is one of the binding's `TF_ATTR_*` numbers. */
export interface OpAttr {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

interface Binding {
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_Version: string;
}

interface TensorData {
  readonly shape: number[];
  readonly dtype: number;
  /** Values that are still in JavaScript; null once they live in TensorFlow. */
  values: ArrayLike<number> | null;
  id: number | null;
  refCount: number;
}

/** What the library uses of TensorFlow.js's node backend. */
export interface NativeBackend {
  readonly binding: Binding;
  readonly isUsingGpuDevice: boolean;
  readonly tensorMap: {
    get(dataId: object): TensorData;
    set(dataId: object, data: TensorData): void;
    has(dataId: object): boolean;
  };
  executeSingleOutput(name: string, attrs: OpAttr[], inputs: TensorInfo[]): Tensor;
  executeMultipleOutputs(name: string, attrs: OpAttr[], inputs: TensorInfo[], outputs: number): Tensor[];
  readSync(dataId: object): ArrayLike<number>;
  loadSavedModelMetaGraph(path: string, tags: string): number;
  runSavedModel(id: number, inputs: Tensor[], infos: { name: string }[], outputs: string[]): Tensor[];
  deleteSavedModel(id: number): void;
}

/** The node backend. Throws where the native library is not loaded. */
export function nativeBackend(): NativeBackend {
  if (!isNative) throw new Error('this needs native TensorFlow; `npm run doctor` says what is missing');
  return tf.backend() as unknown as NativeBackend;
}

/** TensorFlow's number for one of TensorFlow.js's element types. */
export function dtypeCode(dtype: DataType): DTypeCode {
  if (dtype === 'complex64') throw new Error('complex tensors cannot be recorded');
  return DType[dtype];
}

/** TensorFlow.js's element type for one of TensorFlow's numbers. */
export function dtypeName(code: number): DataType {
  for (const name of ['float32', 'int32', 'bool', 'string'] as const) if (DType[name] === code) return name;
  throw new Error(`no TensorFlow.js type for TensorFlow's element type ${code}`);
}

const attr = (kind: 'STRING' | 'INT' | 'FLOAT' | 'BOOL' | 'TYPE') => (name: string, value: unknown) => ({
  name,
  type: nativeBackend().binding[`TF_ATTR_${kind}`],
  value,
});

/** Attributes for {@link NativeBackend.executeSingleOutput}, by kind. */
export const attrs = {
  string: attr('STRING'),
  int: attr('INT'),
  float: attr('FLOAT'),
  bool: attr('BOOL'),
  type: attr('TYPE'),
};
