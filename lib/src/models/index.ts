/** Segmentation networks. */
export { defaultModelConfig, forwardSeed, Model, type Architecture, type ModelConfig } from './model';
export { headBiasFor } from './head-bias';
export { InferenceNetwork } from './inference/inference-network';
export { positionWaves, type ConvOptions, type LayerSet, type PositionWave } from './layer-set';
export { Layers, type ForwardMode, type LayerSettings, type Norm } from './layers';
export { Parameters, type Initializer, type Parameter } from './parameters';
export { architectures, createModel, type ArchitectureName } from './registry';
export { encoderDecoder, type Block, type Gate, type Middle } from './encoder-decoder';
export { attentionGate, attentionResunet, attentionUnet } from './attention-unet';
export { residualBlock, residualUnet } from './residual-unet';
export { transformerMiddle, transUnet } from './trans-unet';
export { convBlock, unet } from './unet';
export { unetPlusPlus } from './unet-plus-plus';
