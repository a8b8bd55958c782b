import type { Sample } from '../types';
import type { DataSet } from './data-set';

/** Lines of one kind before the rest is counted. */
const MOST = 7;

/** A data set in a few lines: what it was read as, what was left out, what was noticed. */
export function dataSetSummary(set: Omit<DataSet, 'summary'>): string {
  const { samples, objects, foreground, leftOut, excluded, notices, nearEqual, passedOver } = set;
  const percent = (share: number): string => `${(100 * share).toPrecision(share < 0.1 ? 2 : 3)} %`;
  const sizes = set.sizes.slice(0, 3).map(({ width, height, count }) => `${width} × ${height}${set.sizes.length > 1 ? ` (${count})` : ''}`);
  const lines = [
    `${set.name}: ${samples.length} images with masks, from ${set.dir}`,
    `layout: ${set.layout}`,
    set.intensity,
    `sizes: ${sizes.join(', ')}${set.sizes.length > 3 ? ` and ${set.sizes.length - 3} more` : ''}; read as ${set.channels === 1 ? 'grey' : 'RGB'}`,
    set.masks,
    `foreground: ${percent(foreground.mean)} of the pixels, ${percent(foreground.least)} to ${percent(foreground.most)} an image${objects === undefined ? '' : `; ${objects} objects`}`,
    set.groups,
  ];
  if (nearEqual.length > 0) {
    const [{ a, b, turned }] = nearEqual as [DataSet['nearEqual'][number]];
    lines.push(
      `near-equal: ${nearEqual.length} pairs of images in different groups, such as ${a} and ${b}${turned ? ' (mirrored or turned)' : ''}; a split may part them and score memory: put them into one group with -p group='…', or leave copies out with -p exclude='…'`,
    );
  }
  if (passedOver.length > 0)
    lines.push(`passed over: ${passedOver.map(({ what, count, advice }) => `${count} ${what}${advice ? ` (${advice})` : ''}`).join(', ')}`);
  if (excluded.length > 0) lines.push(`excluded as told: ${excluded.length} (${shown(excluded)})`);
  if (leftOut.length > 0) lines.push(`left out: ${leftOut.length}`, ...some(leftOut.map(({ stem, reason }) => `  ${stem}: ${reason}`)));
  if (notices.length > 0) lines.push(`noticed: ${notices.length}`, ...some(notices.map((text) => `  ${text}`)));
  return lines.join('\n');
}

/**
 * Images with far more foreground than the others, which may be of another kind: named, with what leaves them out. Null
 * where there are none.
 */
export function foregroundNotice(samples: readonly Sample[], shares: readonly number[]): string | null {
  const sorted = [...shares].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const far = samples.filter((_, i) => shares[i]! > 0.3 && shares[i]! > 6 * median).map(({ id }) => id);
  if (median === 0 || far.length === 0 || far.length * 2 > samples.length) return null;
  const start = beginning(far);
  const only = start.length >= 3 && samples.filter(({ id }) => id.startsWith(start)).length === far.length;
  const how = only ? `-p exclude='^${start.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}'` : "-p exclude='…'";
  return `${far.length} images have more than 6 times the foreground of a typical one (${(100 * median).toPrecision(2)} %): ${shown(far)}; if they are of another kind, ${how} leaves them out`;
}

/** The letters that all names begin with. */
function beginning(names: readonly string[]): string {
  let start = names[0] ?? '';
  for (const name of names) while (!name.startsWith(start)) start = start.slice(0, -1);
  return /^\p{L}*/u.exec(start)![0];
}

function shown(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')}, …` : names.join(', ');
}

function some(lines: readonly string[]): readonly string[] {
  return lines.length > MOST + 1 ? [...lines.slice(0, MOST), `  and ${lines.length - MOST} more`] : lines;
}
