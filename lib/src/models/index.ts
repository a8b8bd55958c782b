/** Segmentation networks. */
export { defaultModelConfig, forwardSeed, Model, type Architecture, type ModelConfig } from './model';
export { Layers, type ForwardMode, type LayerSettings, type Norm } from './layers';
export { Parameters, type Initializer, type Parameter } from './parameters';
export { architectures, createModel, type ArchitectureName } from './registry';
export { convBlock, unet } from './unet';
