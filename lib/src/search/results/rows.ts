import type { BestOfFurther, HalvingRace, OverOrders } from '../../analysis';
import type { SearchSpace } from '../space/search-space';
import { recordedName } from '../trial/trial-values';
import type { AfterSearch } from './after-search';
import type { EnsembleGain, Gain } from './ensemble-gain';
import type { RankedConfiguration } from './rank-configurations';

/** A row of a table; what is absent is null. */
export type Row = Readonly<Record<string, number | string | boolean | null>>;

/** Configurations with what varies, the number of their trials and their score. */
export function rankRows(
  ranked: readonly RankedConfiguration[],
  { parameters, objective }: Pick<SearchSpace, 'parameters' | 'objective'>,
): Row[] {
  const varied = parameters.filter(({ distribution }) => distribution.kind !== 'constant');
  return ranked.map(({ configuration, values, score, records }) => ({
    configuration,
    ...Object.fromEntries(varied.map(({ path }) => [recordedName(path), values[path] ?? null])),
    trials: records.length,
    [objective.metric]: score,
  }));
}

/** The two sides of a race, and what one has more than the other at equal budget. */
export function raceRows({ grid, halving, atEqualBudget }: HalvingRace): Row[] {
  const row = (name: string, at: OverOrders, side: HalvingRace['grid'] | null): Row => ({
    way: name,
    'best at equal budget': at.mean,
    'nine in ten': middleText(at),
    'epochs for all': side === null ? null : Math.round(side.epochs.mean),
    'worth in the end': side?.chosen.mean ?? null,
  });
  return [
    row('successive halving', atEqualBudget.halving, halving),
    row('every training to its end', atEqualBudget.grid, grid),
    row('difference, order by order', atEqualBudget.difference, null),
  ];
}

/** What hours of further trials buy, a row a search. */
export function boughtRows(
  studies: readonly {
    readonly title: string;
    readonly quantity: string;
    readonly recorded: { readonly tries: number; readonly hours: number; readonly best: number };
    readonly bought: readonly BestOfFurther[];
  }[],
  hours: readonly number[],
): Row[] {
  return studies.flatMap(({ title, quantity, recorded, bought }) =>
    bought.map(
      (best, i): Row => ({
        search: title,
        score: quantity,
        'trials recorded': recorded.tries,
        'in hours': Number(recorded.hours.toPrecision(2)),
        'best recorded': recorded.best,
        'hours more': hours[i]!,
        'trials more': best.tries,
        'expected best of them': best.mean,
        'nine times in ten': middleText(best),
        'a better one, %': Math.round(100 * best.chanceOfRecord),
      }),
    ),
  );
}

/** Scores before and after, as a figure draws them: all that were compared, the winner, its other seeds, more epochs. */
export function afterRows({
  chosen,
  compared,
  again,
  long,
}: AfterSearch): { readonly name: string; readonly scores: readonly number[] }[] {
  return [
    { name: 'configurations of the search', scores: compared },
    { name: 'the winner, as it was chosen', scores: [chosen] },
    { name: 'other seeds', scores: again.scores },
    ...(long.epochs > again.epochs
      ? [{ name: `the same for ${long.epochs} epochs`, scores: long.scores }]
      : []),
  ];
}

/** Members of an ensemble, and all together; none where there is no ensemble. */
export function ensembleRows(name: string, gain: EnsembleGain | null): Row[] {
  if (gain === null) return [];
  const { members, together, overMean, overBest } = gain;
  const scores = members.map(({ jaccard }) => jaccard);
  return [
    {
      together: name,
      'mean of the members': scores.reduce((sum, score) => sum + score, 0) / scores.length,
      'best member': Math.max(...scores),
      ensemble: together,
      'gain over the mean': overMean.mean,
      'its interval': gainText(overMean),
      'gain over the best': overBest.mean,
      'interval of that': gainText(overBest),
    },
  ];
}

function gainText({ interval }: Gain): string | null {
  return interval === null ? null : between(interval);
}

const middleText = ({ middle }: { middle: { low: number; high: number } }): string => between(middle);

function between({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${signless(low)} to ${signless(high)}`;
}

function signless(value: number): string {
  return `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(3)}`;
}
