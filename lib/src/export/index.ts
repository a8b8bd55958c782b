/** Networks for other programs. */
export { toOnnx, type OnnxOptions } from './onnx/to-onnx';
export { toSavedModel } from './tensorflow/to-saved-model';
