import type { SpaceCost } from './space-cost';

/** What a space holds and costs, in a few lines. */
export function costText(
  { configurations, tried, trainings, epochs, secondsPerEpoch, secondsEach, seconds }: SpaceCost,
  { isPruned, jobs = 1 }: { readonly isPruned: boolean; readonly jobs?: number },
): string {
  const holds =
    configurations === null
      ? 'The space holds configurations without end: a range is drawn from.'
      : `The space holds ${configurations} configuration${configurations === 1 ? '' : 's'}.`;
  const tries =
    tried === null
      ? 'They are tried until the search is stopped.'
      : `${tried} are tried, ${trainings!} trainings of ${round(epochs)} epochs${isPruned ? ', less where one is pruned' : ''}.`;
  const each = `An epoch of the base takes ${timeText(secondsPerEpoch)} here, a training about ${timeText(secondsEach)}`;
  const all =
    seconds === null
      ? '.'
      : `, all of them ${timeText(seconds)} at most${jobs > 1 ? ` with ${jobs} at a time` : ''}.`;
  return [holds, tries, each + all].join('\n');
}

const round = (value: number): string => String(Number(value.toPrecision(3)));

/** `0.4 s`, `12 s`, `3 min`, `2.5 h`. */
export function timeText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${round(seconds / 3600)} h`;
}
