import { defaultModelConfig, Model, type Architecture, type ModelConfig } from './model';
import { attentionResunet, attentionUnet } from './attention-unet';
import { residualUnet } from './residual-unet';
import { transUnet } from './trans-unet';
import { unet } from './unet';
import { unetPlusPlus } from './unet-plus-plus';

/** All architectures by name. */
export const architectures = {
  unet,
  'attention-unet': attentionUnet,
  'attention-resunet': attentionResunet,
  'residual-unet': residualUnet,
  'unet++': unetPlusPlus,
  'trans-unet': transUnet,
} as const satisfies Record<string, Architecture>;

export type ArchitectureName = keyof typeof architectures;

/**
 * Makes a model with fresh weights.
 *
 * @param name one of {@link architectures}
 * @param config what differs from {@link defaultModelConfig}
 */
export function createModel(name: ArchitectureName, config: Partial<ModelConfig> = {}): Model {
  const architecture: Architecture | undefined = (architectures as Record<string, Architecture>)[name];
  if (!architecture)
    throw new Error(`unknown architecture ${name}; there are ${Object.keys(architectures).join(', ')}`);
  return new Model(name, { ...defaultModelConfig, ...config }, architecture);
}
