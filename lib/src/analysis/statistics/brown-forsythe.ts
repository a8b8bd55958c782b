import { oneWayAnova, type OneWayAnova } from './anova-one-way';
import { quantile } from './describe';
import { finite, type Group } from './numbers';

/**
 * Brown and Forsythe's test (1974, JASA 69): do groups differ in spread? An analysis of variance of the distances
 * from each group's median. A group of one has no spread and is left out.
 */
export function brownForsythe(groups: readonly Group[]): OneWayAnova {
  return oneWayAnova(
    groups
      .map(({ name, values }) => ({ name, values: finite(values) }))
      .filter(({ values }) => values.length > 1)
      .map(({ name, values }) => {
        const median = quantile(values, 0.5);
        return { name, values: values.map((value) => Math.abs(value - median)) };
      }),
  );
}
