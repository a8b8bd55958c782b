import type { Recipe } from '../recipes';

/** What tells recipes apart, as columns of a table. */
export function recipeRow({ size, loss, model, config }: Recipe): Record<string, string | number | null> {
  return {
    size: size === 'native' ? size : `${size}²`,
    loss,
    'batch size': config.batchSize ?? null,
    'learning rate': config.learningRate ?? null,
    dropout: model.dropout ?? null,
    norm: model.norm ?? null,
  };
}
