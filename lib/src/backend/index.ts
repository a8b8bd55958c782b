/** Loading TensorFlow, fused ops, and functions compiled to graphs. */
export { isNative, nativeFailure, tf, type BackendKind, type OwnOp, type Precision } from './tensorflow';
export { backendKind, describeBackend, type BackendDescription, type OwnOpsDescription } from './describe';
export {
  batchNormInference,
  batchNormReluTraining,
  batchNormTraining,
  type BatchNormResult,
} from './ops/batch-norm';
export { biasAdd } from './ops/bias-add';
export { conv2d } from './ops/convolution';
export { dropout, statelessUniform } from './ops/dropout';
export { groupNorm } from './ops/group-norm';
export {
  fusedConv3x3,
  hasInferenceOp,
  packedUpWeights,
  project,
  stemConv3x3,
  upConv,
  winogradWeights,
} from './ops/inference';
export { relu } from './ops/relu';
export { preferredPrecision } from './precision';
export { Program, type CompiledFunction, type ProgramOptions } from './program';
export { GraphBuilder, type AttrValue, type GraphNode } from './graph/node';
export { encodeSavedModel, type Signature, type SignatureTensor } from './graph/saved-model';
export { DType } from './native';
export { RecordingError, type TensorSpec } from './graph/recorder';
export { upShuffle } from './ops/up-shuffle';
export { applyAdam, assign, type AdamUpdate } from './update';
