import { randomUUID } from 'node:crypto';
import { htmlText } from '../text';
import type { TrainingProgress } from '../types';
import { cellOutput, type CellOutput } from './cell-output';

export interface ProgressOptions {
  /** What is going on, for example `U-Net at 256²`. */
  readonly label: string;
  /** Seconds between two printed lines outside a notebook; default 5. */
  readonly everySeconds?: number;
  /** Receives the printed lines; default `console.log`. */
  readonly print?: (line: string) => void;
}

/** Reports how far something is. */
export interface Progress {
  /**
   * @param fraction how much is done, in [0, 1]
   * @param text what to say about it
   * @param seconds time since the start
   */
  update(fraction: number, text: string, seconds: number): void;
  /** The last word; the bar is replaced by it. */
  done(text: string): void;
}

/** In a notebook a bar is redrawn at most this often. */
const redrawSeconds = 0.25;

/**
 * A progress display: in a notebook one output that is updated in place (so an executed notebook keeps a single one),
 * elsewhere a plain line every few seconds.
 */
export function progress({ label, everySeconds = 5, print = console.log }: ProgressOptions): Progress {
  const output = cellOutput();
  const bar = output === null ? null : new Bar(output, label);
  let next = 0;
  return {
    update(fraction, text, seconds) {
      if (seconds < next && fraction < 1) return;
      next = seconds + (bar === null ? everySeconds : redrawSeconds);
      if (bar === null) print(`${label}: ${text}`);
      else bar.draw(fraction, text);
    },
    done(text) {
      if (bar === null) print(`${label}: ${text}`);
      else bar.draw(null, text);
    },
  };
}

/** The reporter of a training: hand it to the trainer as `onProgress`, and call `done` when it has ended. */
export interface TrainingReporter {
  (state: TrainingProgress): void;
  done(text: string): void;
}

/** Shows epoch, step, loss, Jaccard and time left of a training, through {@link progress}. */
export function trainingProgress(options: ProgressOptions): TrainingReporter {
  const display = progress(options);
  const report = (state: TrainingProgress): void => {
    display.update(trainingFraction(state), trainingText(state), state.elapsedSeconds);
  };
  return Object.assign(report, {
    done: (text: string) => {
      display.done(text);
    },
  });
}

const trainingFraction = ({ epoch, epochs, step, steps }: TrainingProgress): number =>
  (epoch - 1 + step / steps) / epochs;

/** One line about where a training stands. */
export function trainingText(state: TrainingProgress): string {
  const { epoch, epochs, step, steps, loss, jaccard, validationJaccard, remainingSeconds } = state;
  return [
    `epoch ${epoch}/${epochs}`,
    `step ${step}/${steps}`,
    `loss ${loss.toFixed(4)}`,
    `Jaccard ${jaccard.toFixed(3)}`,
    ...(validationJaccard === null ? [] : [`validation ${validationJaccard.toFixed(3)}`]),
    ...(remainingSeconds === null ? [] : [`${duration(remainingSeconds)} left`]),
  ].join(' · ');
}

/** `45 s`, `3 min 20 s`, `2 h 05 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

class Bar {
  private readonly id = randomUUID();
  private drawn = false;

  constructor(
    private readonly output: CellOutput,
    private readonly label: string,
  ) {}

  /** `fraction` null: the bar has done its work and only the text stays. */
  draw(fraction: number | null, text: string): void {
    const bundle = {
      data: { 'text/html': this.html(fraction, text), 'text/plain': `${this.label}: ${text}` },
      // the headless runner shows outputs that say so on the terminal
      metadata: { unetlab: { progress: fraction ?? 1 } },
    };
    if (this.drawn) this.output.replace(bundle, this.id);
    else this.output.add(bundle, this.id);
    this.drawn = true;
  }

  private html(fraction: number | null, text: string): string {
    const line = `<b>${htmlText(this.label)}</b> ${htmlText(text)}`;
    if (fraction === null) return `<div>${line}</div>`;
    const percent = (100 * Math.min(1, Math.max(0, fraction))).toFixed(1);
    return (
      `<div style="font-variant-numeric:tabular-nums">${line}` +
      `<div style="height:6px;margin-top:4px;background:#e7eaee;border-radius:3px;max-width:40em">` +
      `<div style="height:6px;width:${percent}%;background:#0072B2;border-radius:3px"></div></div></div>`
    );
  }
}
