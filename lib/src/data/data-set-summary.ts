import type { DataSet } from './data-set';
import { shown } from './data-set-notices';
import { leftOutLines } from './left-out-lines';

/** Lines of one kind before the rest is counted. */
const MOST = 7;

/** A data set in a few lines: what it was read as, what was left out, what was noticed. */
export function dataSetSummary(set: Omit<DataSet, 'summary'>): string {
  const { samples, objects, foreground, leftOut, excluded, notices, nearEqual, passedOver } = set;
  const percent = (share: number): string => `${(100 * share).toPrecision(share < 0.1 ? 2 : 3)} %`;
  const sizes = set.sizes
    .slice(0, 3)
    .map(({ width, height, count }) => `${width} × ${height}${set.sizes.length > 1 ? ` (${count})` : ''}`);
  const lines = [
    `${set.name}: ${samples.length} ${samples.length === 1 ? 'image with a mask' : 'images with masks'}, from ${set.dir}`,
    `layout: ${set.layout}`,
    set.intensity,
    `sizes: ${sizes.join(', ')}${set.sizes.length > 3 ? ` and ${set.sizes.length - 3} more` : ''}; ${coloursText(set)}`,
    set.masks,
    `foreground: ${percent(foreground.mean)} of the pixels, ${percent(foreground.least)} to ${percent(foreground.most)} an image${objects === undefined ? '' : `; ${objects} objects`}`,
    set.groups,
    ...(set.cache === undefined ? [] : [set.cache]),
  ];
  if (nearEqual.length > 0) {
    const [{ a, b, turned }] = nearEqual as [DataSet['nearEqual'][number]];
    lines.push(
      `nearly equal images in different groups: ${nearEqual.length} ${nearEqual.length === 1 ? 'pair' : 'pairs'}, such as ${a} and ${b}${turned ? ' (mirrored or turned)' : ''}; a split may part them and score memory: put them into one group with -p group='…', or leave copies out with -p exclude='…'`,
    );
  }
  if (passedOver.length > 0) lines.push(passedText(passedOver));
  if (excluded.length > 0) lines.push(`excluded as told: ${excluded.length} (${shown(excluded)})`);
  if (leftOut.length > 0)
    lines.push(`left out: ${leftOut.length}`, ...some(leftOutLines(leftOut).map((line) => `  ${line}`)));
  if (notices.length > 0)
    lines.push(`noticed: ${notices.length}`, ...some(notices.map((text) => `  ${text}`)));
  return lines.join('\n');
}

/** What the files are, and what they were read as where that leaves something out or is one for all. */
function coloursText({ colours, channels }: Pick<DataSet, 'colours' | 'channels'>): string {
  if (colours === 'grey') return 'grey files';
  if (colours === 'mixed') return `grey and RGB files, read as ${channels === 1 ? 'grey' : 'RGB'}`;
  return channels === 3 ? 'RGB files' : 'RGB files, read as grey (-p channels=3 takes colour)';
}

/** What was passed over, counted, with what to do; empty where nothing was. */
export function passedText(passedOver: DataSet['passedOver'], before = ''): string {
  if (passedOver.length === 0) return '';
  const each = passedOver.map(({ what, count, advice }) => `${count} ${what}${advice ? ` (${advice})` : ''}`);
  return `${before}passed over: ${each.join(', ')}`;
}

function some(lines: readonly string[]): readonly string[] {
  return lines.length > MOST + 1 ? [...lines.slice(0, MOST), `  and ${lines.length - MOST} more`] : lines;
}
