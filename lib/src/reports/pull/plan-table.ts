import type { ConfigValue } from '../../types';

/** What a sweep draws a setting from. */
export interface PlannedSetting {
  readonly values: readonly ConfigValue[] | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly distribution: string | null;
}

/** A sweep's configuration as a table. */
export function planTable(
  parameters: Readonly<Record<string, PlannedSetting>>,
): Record<string, string | null>[] {
  return Object.entries(parameters).map(([setting, { values, min, max, distribution }]) => ({
    setting,
    values: values === null ? `${min ?? '–'} to ${max ?? '–'}` : values.map(textOf).join(', '),
    distribution,
  }));
}

const textOf = (value: ConfigValue): string =>
  Array.isArray(value) ? JSON.stringify(value) : String(value as string | number | boolean | null);
