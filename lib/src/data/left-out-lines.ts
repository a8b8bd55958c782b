import type { DataSet } from './data-set';

/** Names of one line before the rest is counted. */
const NAMES = 3;

/** What was left out, a line a reason: `t0, t1, t2 and 4 more: no mask of this name`. */
export function leftOutLines(leftOut: DataSet['leftOut']): string[] {
  const byReason = new Map<string, string[]>();
  for (const { stem, reason } of leftOut) {
    const stems = byReason.get(reason);
    if (stems) stems.push(stem);
    else byReason.set(reason, [stem]);
  }
  return [...byReason].map(([reason, stems]) => {
    const more = stems.length > NAMES + 1 ? ` and ${stems.length - NAMES} more` : '';
    return `${stems.slice(0, more === '' ? NAMES + 1 : NAMES).join(', ')}${more}: ${reason}`;
  });
}
