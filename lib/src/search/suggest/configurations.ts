import { Random } from '../../random';
import type { FieldValue } from '../../recipes';
import { gridOf, listedCount } from '../space/grid';
import type { SearchSpace } from '../space/search-space';
import { quantile } from './quantile';
import type { Suggestion } from './suggester';

/** Draws in a row that were there before, after which a space is taken to hold nothing new. */
const mostRepeats = 10_000;

/** The configurations of a grid, in its order, or of a seeded random search, without repeats: what needs no answer. */
export function* configurationsOf(space: SearchSpace): Generator<Suggestion, void> {
  if (space.method === 'grid') yield* gridOf(space);
  else if (space.method === 'random') yield* drawn(space);
  else
    throw new Error(
      `method ${space.method} suggests by what trials reached; only grid and random can be planned ahead`,
    );
}

/** The first so many of {@link configurationsOf}: what a cluster's job array is made from. */
export function plannedConfigurations(space: SearchSpace): Suggestion[] {
  const most = space.budget.trials ?? (space.method === 'grid' ? Infinity : null);
  if (most === null)
    throw new Error(
      'a random search that is planned ahead needs a number of trials; write budget: {trials: 30}',
    );
  const planned: Suggestion[] = [];
  for (const suggestion of configurationsOf(space)) {
    if (planned.length >= most) break;
    planned.push(suggestion);
  }
  return planned;
}

/** A training repeats to the bit, so a configuration that was drawn before is drawn again. */
function* drawn({ parameters, seed }: SearchSpace): Generator<Suggestion, void> {
  const random = new Random(seed);
  const all = parameters.reduce(
    (product, { distribution }) => product * (listedCount(distribution) ?? Infinity),
    1,
  );
  const known = new Set<string>();
  let repeats = 0;
  while (known.size < all && repeats < mostRepeats) {
    const values: Record<string, FieldValue> = {};
    for (const parameter of parameters) values[parameter.path] = quantile(parameter, random.uniform());
    const text = JSON.stringify(values);
    if (known.has(text)) {
      repeats += 1;
      continue;
    }
    repeats = 0;
    yield { configuration: known.size, values };
    known.add(text);
  }
}
