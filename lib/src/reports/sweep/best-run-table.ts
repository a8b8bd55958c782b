import { fieldName, fieldsOf, readField } from '../../analysis';
import { fixed, settingTitle, settingValue } from '../../figures';
import type { RunRecord } from '../../types';
import type { SweepFacts } from '../facts/sweep-facts';
import { luckVerdict } from '../luck';
import { probabilityText } from '../words';

/** The settings that a sweep varied, listed ones first. */
export function variedSettings({ listed, continuous }: SweepFacts): string[] {
  return [...listed.map(({ key }) => key), ...continuous.map(({ name }) => name)];
}

/** A value of a run by its key or by what the key stands for; a dash where the run has none. */
export function valueInRun({ records }: SweepFacts, run: RunRecord, key: string): string {
  const named = Object.values(fieldsOf(records)).find((field) => fieldName(field) === key);
  const value = readField(run, named ?? key);
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' || typeof value === 'string' ? settingValue(value) : '–';
}

/** The best run with its link, scores and settings, and what luck would have given to the best of as many. */
export function bestRunTable(facts: SweepFacts): Record<string, string>[] {
  const { luck, metric, scores } = facts;
  const best = facts.top[0]!;
  const lucky =
    luck.expectedBest === null
      ? 'unknown: too few runs'
      : `${fixed(luck.expectedBest, 4)} (${luckP(luck.p)}): ${luckVerdict(luck)}`;
  return [
    { what: 'run', value: best.record.name },
    { what: 'link', value: best.record.url ?? 'none in this source' },
    { what: settingTitle(metric), value: fixed(best.value, 5) },
    ...[...scores, ...variedSettings(facts)].map((key) => ({
      what: settingTitle(key),
      value: valueInRun(facts, best.record, key),
    })),
    { what: `best of ${luck.n} by luck`, value: lucky },
  ];
}

function luckP(p: number | null): string {
  if (p === null) return 'p unknown';
  return p < 0.001 ? `p ${probabilityText(p)}` : `p = ${probabilityText(p)}`;
}
