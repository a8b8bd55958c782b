/** How far a pull is. */
export interface PullProgress {
  readonly phase: 'runs' | 'histories';
  readonly done: number;
  /** Null until the server has said. */
  readonly total: number | null;
  /** How many of those done were in the cache already. */
  readonly fromCache: number;
  /** Fetched a second, cached ones not counted; null at the very beginning. */
  readonly perSecond: number | null;
  /** Seconds to go at that rate; null where it cannot be told. */
  readonly secondsLeft: number | null;
  /** All of it in one line, for a terminal or a cell. */
  readonly line: string;
}

/** Counts one phase of a pull. */
export class ProgressMeter {
  private readonly started: number;
  private fetched = 0;

  constructor(
    private readonly phase: PullProgress['phase'],
    private readonly now: () => number,
    private readonly fromCache: number,
    private readonly report: ((progress: PullProgress) => void) | undefined,
  ) {
    this.started = now();
  }

  /** Tells that so many more have been fetched, of so many in all. */
  add(fetched: number, total: number | null): void {
    this.fetched += fetched;
    if (this.report === undefined) return;
    const seconds = (this.now() - this.started) / 1000;
    const perSecond = seconds > 0 && this.fetched > 0 ? this.fetched / seconds : null;
    const done = this.fetched + this.fromCache;
    const left = total === null || perSecond === null ? null : Math.max(0, total - done) / perSecond;
    const progress = {
      phase: this.phase,
      done,
      total,
      fromCache: this.fromCache,
      perSecond,
      secondsLeft: left,
    };
    this.report({ ...progress, line: progressLine(progress) });
  }
}

/** `runs 3,000 of 5,000 (1,000 cached), 2,650 a second, 1 s left` */
export function progressLine(progress: Omit<PullProgress, 'line'>): string {
  const { phase, done, total, fromCache, perSecond, secondsLeft } = progress;
  const of = total === null ? '' : ` of ${whole(total)}`;
  const cached = fromCache > 0 ? ` (${whole(fromCache)} cached)` : '';
  const rate =
    perSecond === null ? '' : `, ${perSecond >= 10 ? whole(perSecond) : perSecond.toFixed(1)} a second`;
  const left = secondsLeft === null || done === total ? '' : `, ${duration(secondsLeft)} left`;
  return `${phase} ${whole(done)}${of}${cached}${rate}${left}`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
