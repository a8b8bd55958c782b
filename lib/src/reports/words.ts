import { fixed, settingValue } from '../figures';
import type { Interval } from '../analysis';

/** `p = 0.03`, `p < 0.001`, `not testable`. */
export function pText(p: number | null): string {
  if (p === null) return 'not testable';
  if (p < 0.001) return 'p < 0.001';
  return `p = ${p < 0.01 ? p.toFixed(3) : p.toFixed(2)}`;
}

/** `[0.10, 0.30]`, or nothing. */
export function intervalText(interval: Interval | null, decimals = 3): string {
  return interval === null ? '' : `[${fixed(interval.low, decimals)}, ${fixed(interval.high, decimals)}]`;
}

/** `0.1047 ± 0.0315`, without the second part where there is no deviation. */
export function meanText(mean: number | null, sd: number | null, decimals = 4): string {
  if (mean === null) return '–';
  return sd === null ? fixed(mean, decimals) : `${fixed(mean, decimals)} ± ${fixed(sd, decimals)}`;
}

/** A number of a table, or a dash. */
export function numberText(value: number | null, decimals = 4): string {
  return value === null ? '–' : fixed(value, decimals);
}

/** `−14.5 %` from −0.145. @param signed writes a plus before a rise; default true. */
export function percentText(share: number, decimals = 1, signed = true): string {
  const text = `${Math.abs(share * 100).toFixed(decimals)} %`;
  return share < 0 ? `−${text}` : signed ? `+${text}` : text;
}

/** First letter in upper case. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A title inside a sentence: `best validation Jaccard`, but `SD of …` and `L2 …` as they are. */
export function phrase(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** A level of a factor for people: `2e-4` for `0.0002`, `Attention U-Net` for `Attention_UNet`. */
export function levelText(level: string): string {
  const number = Number(level);
  return settingValue(level.trim() === '' || Number.isNaN(number) ? level : number);
}

/** `0.034`, `< 0.001`, and a dash where there is none: a p-value in a table. */
export function probabilityText(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '< 0.001' : fixed(p, 3);
}
