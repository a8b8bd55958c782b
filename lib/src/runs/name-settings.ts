import type { ConfigValue } from '../types';

/** Settings that files or folders have in their names, one entry a name. */
export interface NameSettings {
  readonly configs: readonly Readonly<Record<string, ConfigValue>>[];
  /** Keys that were found. */
  readonly keys: readonly string[];
}

const pair = /(?:^|[_\s,;])([A-Za-z][\w.-]*?)=([^_,;\s]+)/g;
const token = /^([A-Za-z]+)[-]?(\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/i;
const counters = /^(?:run|trial|exp|experiment|version|v|fold|part|nr|no|epoch|try|job|model|net)$/i;

/**
 * Settings in names such as `unet_lr0.001_bs8` (lr 0.001, bs 8) and `lr=0.001,batch=8`. Words without a number that
 * differ between the names are a setting called `variant`. Counters (`run3`, `version_3`) are none.
 */
export function settingsInNames(names: readonly string[]): NameSettings {
  const found = names.map((name) => settingsOf(name));
  const keys = [...new Set(found.flatMap(({ config }) => Object.keys(config)))];
  const words = found.map(({ rest }) => rest.join('_'));
  const differ = new Set(words).size > 1 && new Set(words).size < names.length;
  return {
    configs: found.map(({ config }, i) => (differ ? { ...config, variant: words[i]! } : config)),
    keys: differ ? [...keys, 'variant'] : keys,
  };
}

function settingsOf(name: string): { config: Record<string, ConfigValue>; rest: string[] } {
  const config: [string, ConfigValue][] = [];
  const without = name.replace(pair, (_, key: string, value: string) => {
    config.push([key, valueOf(value)]);
    return '_';
  });
  const rest: string[] = [];
  const parts = without.split(/[_\s,;]+/);
  for (const [i, part] of parts.entries()) {
    const match = token.exec(part);
    if (match !== null && !counters.test(match[1]!)) config.push([match[1]!, Number(match[2])]);
    else if (
      match === null &&
      !(counters.test(part) && /^\d+$/.test(parts[i + 1] ?? '')) &&
      /^[A-Za-z][A-Za-z-]*$/.test(part) &&
      !/^(?:history|hist|log|training|metrics|results?)$/i.test(part)
    )
      rest.push(part);
  }
  return { config: Object.fromEntries(config), rest };
}

function valueOf(text: string): ConfigValue {
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
