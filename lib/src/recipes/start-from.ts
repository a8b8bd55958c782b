import type { Model } from '../models';
import { loadNetwork } from '../prediction';

/**
 * Gives a fresh model the weights of a network file.
 *
 * @throws one line that names the difference where the file's network is another one
 */
export function startFrom(model: Model, path: string): void {
  const { model: source, description } = loadNetwork(path);
  try {
    const shapes = (of: Model): Map<string, string> =>
      new Map(of.parameters.all.map(({ name, variable }) => [name, variable.shape.join(' × ')]));
    const [there, here] = [shapes(source), shapes(model)];
    const odd = [...new Set([...there.keys(), ...here.keys()])].find(
      (name) => there.get(name) !== here.get(name),
    );
    if (odd !== undefined)
      throw new Error(
        `the weights of ${path} do not fit: it holds ${description.architecture} with ${settings(source)}, ` +
          `this training is of ${model.name} with ${settings(model)} (${odd} is ${there.get(odd) ?? 'missing'} there, ${here.get(odd) ?? 'missing'} here)`,
      );
    model.parameters.restore(source.parameters.values());
  } finally {
    source.dispose();
  }
}

function settings({ config: { depth, baseFilters, channels, norm } }: Model): string {
  return `depth ${depth}, ${baseFilters} filters, ${channels === 1 ? 'grey' : 'colour'}, norm ${norm}`;
}
