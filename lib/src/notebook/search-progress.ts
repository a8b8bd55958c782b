import { randomUUID } from 'node:crypto';
import { htmlText, shortWords, visibleText } from '../text';
import type { SearchProgress } from '../types';
import { cellOutput } from './cell-output';
import { duration } from './progress';

/** Shows where a search stands: hand it to `runSearch` as `onChange`, and call `done` when it has ended. */
export interface SearchReporter {
  (progress: SearchProgress): void;
  done(): void;
}

export interface SearchReporterOptions {
  /** Receives the printed lines outside a notebook; default `console.log`. */
  readonly print?: (line: string) => void;
  /** Seconds between two printed lines outside a notebook; default 5. */
  readonly everySeconds?: number;
}

const redrawSeconds = 0.25;

/**
 * A live table of a search: running, done, pruned, failed, best so far, time left, and a row for each trial that runs. In a
 * notebook one output that is updated in place, elsewhere a line every few seconds.
 */
export function searchProgress({
  print = console.log,
  everySeconds = 5,
}: SearchReporterOptions = {}): SearchReporter {
  const output = cellOutput();
  const id = randomUUID();
  let next = 0;
  let last: SearchProgress | null = null;
  let isDrawn = false;
  const draw = (progress: SearchProgress): void => {
    if (output === null) {
      print(searchText(progress));
      return;
    }
    const bundle = {
      data: { 'text/html': searchHtml(progress), 'text/plain': searchText(progress) },
      metadata: { unetlab: { progress: fractionOf(progress) } },
    };
    if (isDrawn) output.replace(bundle, id);
    else output.add(bundle, id);
    isDrawn = true;
  };
  const report = (progress: SearchProgress): void => {
    last = progress;
    if (progress.elapsedSeconds < next) return;
    next = progress.elapsedSeconds + (output === null ? everySeconds : redrawSeconds);
    draw(progress);
  };
  return Object.assign(report, {
    done: () => {
      if (last) draw(last);
    },
  });
}

/** One line about where a search stands. */
export function searchText(progress: SearchProgress): string {
  const { name, running, done, pruned, failed, total, best, metric, secondsLeft } = progress;
  return [
    `${visibleText(name)}: ${running.length} running`,
    `${done}${total === null ? '' : ` of ${total}`} done`,
    `${pruned} pruned`,
    `${failed} failed`,
    ...(best === null
      ? []
      : [`best ${metric} ${best.score.toFixed(4)} (${shortWords(visibleText(best.title))})`]),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
  ].join(' · ');
}

function searchHtml(progress: SearchProgress): string {
  const { name, running, done, pruned, failed, total, best, metric, secondsLeft, folder } = progress;
  const cell = (text: string, align = 'left'): string =>
    `<td style="text-align:${align};padding:0.15em 0.8em">${htmlText(text)}</td>`;
  const row = (...cells: string[]): string => `<tr>${cells.join('')}</tr>`;
  const percent = (100 * fractionOf(progress)).toFixed(1);
  const counts: readonly (readonly [string, string])[] = [
    ['running', String(running.length)],
    ['done', `${done}${total === null ? '' : ` of ${total}`}`],
    ['pruned', String(pruned)],
    ['failed', String(failed)],
    ['best so far', best === null ? '–' : `${best.score.toFixed(4)} ${metric}: ${best.title}`],
    ['time left', secondsLeft === null ? '–' : duration(secondsLeft)],
  ];
  const trials = running.map(({ id, title, epoch, epochs, score }) =>
    row(
      cell(id),
      cell(`epoch ${epoch} of ${epochs}`, 'right'),
      cell(Number.isFinite(score) ? score.toFixed(4) : '–', 'right'),
      cell(title),
    ),
  );
  return (
    `<div style="font-variant-numeric:tabular-nums"><b>${htmlText(name)}</b> ${htmlText(folder)}` +
    `<div style="height:6px;margin:4px 0;background:#e7eaee;border-radius:3px;max-width:40em">` +
    `<div style="height:6px;width:${percent}%;background:#0072B2;border-radius:3px"></div></div>` +
    `<table><tbody>${counts.map(([key, value]) => row(cell(key), cell(value))).join('')}</tbody></table>` +
    (trials.length === 0 ? '' : `<table><tbody>${trials.join('')}</tbody></table>`) +
    '</div>'
  );
}

function fractionOf({ done, pruned, failed, total }: SearchProgress): number {
  return total === null || total === 0 ? 0 : Math.min(1, (done + pruned + failed) / total);
}
