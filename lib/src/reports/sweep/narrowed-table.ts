import type { ParameterSpace } from '../../analysis';
import { settingValue } from '../../figures';
import type { SweepFacts } from '../facts/sweep-facts';
import { probabilityText } from '../words';

/** What was searched and what the next sweep would search. */
export function narrowedTable({ narrowed }: Pick<SweepFacts, 'narrowed'>): Record<string, string>[] {
  return narrowed.map(({ name, change, was, now, p }) => ({
    setting: name,
    change,
    was: spaceText(was),
    now: spaceText(now),
    'p of an effect': p === null ? 'not testable' : probabilityText(p),
  }));
}

function spaceText(space: ParameterSpace): string {
  return 'values' in space
    ? space.values.map((value) => settingValue(value)).join(', ')
    : `${settingValue(space.min)} to ${settingValue(space.max)}`;
}
