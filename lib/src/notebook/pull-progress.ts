import { progress, type ProgressOptions } from './progress';

/** How far a pull is. */
export interface PullState {
  readonly done: number;
  readonly total: number | null;
  readonly line: string;
}

/** The reporter of a pull: hand it over as `onProgress`, and call `done` when it has ended. */
export interface PullReporter {
  (state: PullState): void;
  done(text: string): void;
}

/** Shows how far a pull is. @param clock milliseconds; default the machine's */
export function pullProgress(
  options: ProgressOptions,
  clock: () => number = () => performance.now(),
): PullReporter {
  const display = progress(options);
  const started = clock();
  const report = ({ done, total, line }: PullState): void => {
    display.update(total ? done / total : 0, line, (clock() - started) / 1000);
  };
  return Object.assign(report, {
    done: (text: string) => {
      display.done(text);
    },
  });
}
