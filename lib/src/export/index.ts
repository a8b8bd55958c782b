/** Networks for other programs. */
export {
  exportFormats,
  exportNetwork,
  type Exported,
  type ExportFormat,
  type ExportOptions,
} from './export-network';
export { toBioimagePackage, type BioimageOptions } from './bioimage-package';
export { toOnnx, type OnnxOptions } from './onnx/to-onnx';
export { toSavedModel } from './tensorflow/to-saved-model';
export { toWebPage } from './web-page';
