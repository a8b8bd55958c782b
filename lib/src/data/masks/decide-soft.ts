import { shareText, valueText } from './mask-census';
import type { MaskCensus } from './mask-census';
import type { MaskDecision } from './mask-decision';
import { question } from './mask-question';
import { isTwoValued } from './mask-shapes';

/** Decides on masks of many values between background and foreground: anti-aliased, JPEG, or probabilities. */
export function decideSoft(census: MaskCensus): MaskDecision {
  const range = softRange(census);
  const threshold = range === 1 ? 0.5 : (range + 1) / 2;
  const above = (values: readonly { value: number; pixels: number }[]): number =>
    values.reduce((sum, { value, pixels }) => sum + (value >= threshold ? pixels : 0), 0);
  const share = (low: number, high: number): number =>
    census.values.reduce((sum, { value, pixels }) => sum + (value > low && value < high ? pixels : 0), 0);
  const top = census.values.at(-1)!.value;
  const half = valueText('value', range === 1 ? top / 2 : Math.max(1, Math.round(top / 2)));
  const faint = `foreground=threshold:${half}`;
  if (census.values[0]!.value < 0)
    throw question(census, 'they are soft and go below 0, as logits do', ['foreground=threshold:0', faint]);
  if (top > range)
    throw question(census, 'they are soft, and go beyond the usual ranges (1, 255 or 65535)', [faint]);
  if (above(census.values) === 0)
    throw question(
      census,
      `they are soft, and no pixel reaches half of the range (${valueText('value', threshold)}; the largest value is ${valueText('value', top)}), so that no mask would have a foreground pixel`,
      [faint],
    );
  const reach = census.files.filter(({ values }) => above(values) > 0).length;
  const shown = census.files.filter(({ values }) => values.some(({ value }) => value >= top / 4)).length;
  if (reach < shown / 2 || above(census.values) < 0.02 * share(range / 8, Infinity))
    throw question(
      census,
      `they are soft, and only ${reach} of ${census.files.length} have a pixel that reaches half of the range (${valueText('value', threshold)})`,
      ['foreground=threshold', faint],
    );
  const middle = share(range / 8, (7 * range) / 8);
  if (middle > 0.5 * census.pixels || middle > above(census.values) * 4)
    throw question(census, 'most of their pixels are neither dark nor bright, as in a photograph', [
      'foreground=threshold',
      faint,
    ]);
  const peak = peakShare(census, range);
  if (peak.share > 0.5 * middle && middle > 0.1 * above(census.values))
    throw question(
      census,
      `many pixels lie near ${valueText('value', peak.value)}, between background and foreground: a third class, perhaps, saved with losses or smoothed`,
      [
        'foreground=threshold',
        `foreground=threshold:${valueText('value', peak.value / 2)}`,
        `foreground=threshold:${valueText('value', (peak.value + top) / 2)}`,
      ],
    );
  const between = share(0, range);
  const soft = census.files.filter((file) => !isTwoValued(file)).length;
  return {
    foreground: { kind: 'atLeast', threshold },
    ignore: [],
    numbered: false,
    says: `${soft} of ${census.files.length} with values between 0 and ${range} (${shareText(between, census.pixels)}), ${valueText('value', threshold)} or more is foreground`,
  };
}

/** The fullest tenth of the range between background and foreground: its pixels, and its middle. */
function peakShare({ values }: MaskCensus, range: number): { share: number; value: number } {
  let best = { share: 0, value: range / 2 };
  for (let low = range / 8; low <= (7 * range) / 8 - range / 10; low += range / 80) {
    const inside = values.filter(({ value }) => value > low && value < low + range / 10);
    const share = inside.reduce((sum, { pixels }) => sum + pixels, 0);
    const value = inside.reduce((sum, one) => sum + one.value * one.pixels, 0) / Math.max(1, share);
    if (share > best.share) best = { share, value: range === 1 ? value : Math.round(value) };
  }
  return best;
}

/** The end of the range that soft values need. */
function softRange({ values }: MaskCensus): number {
  const top = values.at(-1)!.value;
  const whole = values.every(({ value }) => Number.isInteger(value));
  if (!whole && top <= 1.0001) return 1;
  return top <= 255 ? 255 : 65535;
}
