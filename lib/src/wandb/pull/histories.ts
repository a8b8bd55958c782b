import type { History } from '../../types';
import { HistoryColumns, isJsonObject, type Json, parseLenientJson } from '../../values';
import type { Exchange } from '../server/exchange';
import { excerpt } from '../server/errors';
import { askInParts, inParallel } from './in-parts';
import type { RunsWanted } from './list-runs';
import { historyKeysQuery, historyQuery, type Stretch } from './queries';
import { askProject, troubleWith } from './runs-by-name';

/** A run whose history is wanted. */
export interface HistoryWanted {
  readonly name: string;
  /** Rows that the server says there are, or null where it does not say. */
  readonly lineCount: number | null;
  /** Last step, or null where the summary does not tell it. */
  readonly lastStep: number | null;
}

/** A run's whole history, or as much as could be had. */
export interface FullHistory {
  readonly name: string;
  /** Null for a run that logged nothing. */
  readonly history: History | null;
  /** Whether all of it is there, as far as the server's own count can show. */
  readonly complete: boolean;
  readonly notices: readonly string[];
}

export interface HistoriesOptions {
  /** Keys wanted, or null for all. */
  readonly keys: readonly string[] | null;
  /** Requests at the same time. Default 4. */
  readonly atOnce?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after each request with the runs that are done. */
  readonly onHistories?: (histories: readonly FullHistory[]) => void;
}

const stepsAtOnce = 1000;
const rowsPerRequest = 20_000;
const stretchesPerRequest = 50;
const furthestStep = 2 ** 31 - 1;

/**
 * Fetches whole histories, of many runs in one request. Never a sample: a stretch is no wider than the rows asked for,
 * or the run has no more rows than that; the number of rows that came is compared with the server's own count, and a
 * run that falls short is scanned once more in narrower stretches.
 */
export async function fetchHistories(
  exchange: Exchange,
  wanted: RunsWanted,
  runs: readonly HistoryWanted[],
  options: HistoriesOptions,
): Promise<FullHistory[]> {
  const { keys, atOnce = 4, signal, onHistories } = options;
  const known = await withLastSteps(exchange, wanted, runs, signal);
  const scans = new Map(known.map((run) => [run.name, new Scan(run, stepsAtOnce)]));
  const done = new Map<string, FullHistory>();

  function report(over: readonly Scan[]): void {
    const histories = over.map((scan) => scan.finish(keys));
    for (const history of histories) done.set(history.name, history);
    if (histories.length > 0) onHistories?.(histories);
  }
  async function request(stretches: readonly Stretch[]): Promise<void> {
    const ids = stretches.map((_, i) => String(i));
    const parts = await askInParts(ids, async (part, attempts) => {
      const asked = part.map((id) => stretches[Number(id)]!);
      const { project, errors } = await askProject(exchange, wanted, historyQuery(asked, keys), {
        signal,
        ...(attempts ? { attempts } : {}),
      });
      asked.forEach((stretch, i) => {
        scans.get(stretch.run)!.add(project[`r${i}`], troubleWith(errors, i), keys);
      });
    });
    for (const { item, error } of parts.failed) scans.get(stretches[Number(item)]!.run)!.fail(error.message);
    const over: Scan[] = [];
    for (const run of new Set(stretches.map((stretch) => stretch.run))) {
      const scan = scans.get(run)!;
      if (!scan.isOver) continue;
      if (keys === null && scan.fallsShort && !scan.isSecond) {
        scans.set(run, scan.again());
        second.push(run);
      } else over.push(scan);
    }
    report(over);
  }

  const second: string[] = [];
  report([...scans.values()].filter((scan) => scan.isOver));
  await inParallel(packed([...scans.values()].flatMap((scan) => scan.stretches)), atOnce, request);
  const again = second.splice(0).flatMap((run) => scans.get(run)!.stretches);
  await inParallel(packed(again), atOnce, request);
  return runs.map((run) => done.get(run.name)!);
}

/** One run's scan: its stretches, and what has come of them. */
class Scan {
  readonly stretches: readonly Stretch[];
  private readonly columns = new HistoryColumns();
  private readonly trouble = new Set<string>();
  private pending: number;
  private lineCount: number | null;

  constructor(
    private readonly run: HistoryWanted,
    width: number,
    readonly isSecond = false,
  ) {
    this.stretches = stretchesOf(run, width);
    this.pending = this.stretches.length;
    this.lineCount = run.lineCount;
  }

  get isOver(): boolean {
    return this.pending === 0;
  }

  get fallsShort(): boolean {
    return this.lineCount !== null && this.columns.length < this.lineCount;
  }

  again(): Scan {
    return new Scan({ ...this.run, lineCount: this.lineCount }, stepsAtOnce / 4, true);
  }

  add(node: Json | undefined, trouble: readonly string[], keys: readonly string[] | null): void {
    this.pending -= 1;
    for (const said of trouble) this.trouble.add(said);
    if (!isJsonObject(node)) {
      if (trouble.length === 0) this.trouble.add('the server knows no such run');
      return;
    }
    if (typeof node.historyLineCount === 'number') this.lineCount = node.historyLineCount;
    const lists = keys === null ? [node.rows] : ((node.columns as readonly Json[] | null | undefined) ?? []);
    for (const list of lists) {
      if (!Array.isArray(list)) continue;
      for (const row of this.parseRows(list as readonly Json[])) {
        if (!isJsonObject(row)) continue;
        if (keys === null) this.columns.addRow(row);
        else this.columns.mergeRow(row);
      }
    }
  }

  fail(message: string): void {
    this.pending -= 1;
    this.trouble.add(message);
  }

  finish(keys: readonly string[] | null): FullHistory {
    const { history, notices } = this.columns.finish();
    const said = [...this.trouble].map(
      (message) => `its history could not be had whole: ${excerpt(message, 200)}`,
    );
    const short = keys === null && this.fallsShort;
    if (short) said.push(`its history has ${this.columns.length} of ${this.lineCount ?? 0} rows`);
    const absent = (keys ?? []).filter((key) => this.columns.length > 0 && !(key in history));
    if (absent.length > 0) said.push(`its history has no ${absent.join(', ')}`);
    return {
      name: this.run.name,
      history: this.columns.length > 0 ? history : null,
      complete: this.trouble.size === 0 && !short,
      notices: [...said, ...notices],
    };
  }

  /** Rows come as objects or as JSON texts; all texts parsed as one list is twice as fast as one by one. */
  private parseRows(rows: readonly Json[]): readonly Json[] {
    if (!rows.every((row): row is string => typeof row === 'string')) return rows;
    try {
      return parseLenientJson(`[${rows.join(',')}]`) as readonly Json[];
    } catch {
      return rows.flatMap((row) => {
        try {
          return [parseLenientJson(row)];
        } catch {
          this.trouble.add(`a row is not JSON: ${excerpt(row, 60)}`);
          return [];
        }
      });
    }
  }
}

/**
 * A run with no more rows than one page takes is one stretch, however far apart its steps are; a longer one is cut so
 * that no stretch has more steps than the page takes rows.
 */
function stretchesOf({ name, lineCount, lastStep }: HistoryWanted, width: number): Stretch[] {
  if (lineCount === 0) return [];
  if (lineCount === null || lineCount <= width) {
    return [{ run: name, from: 0, to: lastStep === null ? furthestStep : lastStep + 1, rows: width }];
  }
  const end = lastStep === null ? lineCount : lastStep + 1;
  return Array.from({ length: Math.ceil(end / width) }, (_, i) => ({
    run: name,
    from: i * width,
    to: Math.min(end, (i + 1) * width),
    rows: width,
  }));
}

function packed(stretches: readonly Stretch[]): Stretch[][] {
  const requests: Stretch[][] = [];
  let rows = Infinity;
  for (const stretch of stretches) {
    const more = Math.min(stretch.rows, stretch.to - stretch.from);
    const last = requests.at(-1);
    if (last === undefined || last.length >= stretchesPerRequest || rows + more > rowsPerRequest) {
      requests.push([stretch]);
      rows = more;
    } else {
      last.push(stretch);
      rows += more;
    }
  }
  return requests;
}

/** Where a summary does not tell the last step, the server's list of keys does. */
async function withLastSteps(
  exchange: Exchange,
  wanted: RunsWanted,
  runs: readonly HistoryWanted[],
  signal: AbortSignal | undefined,
): Promise<HistoryWanted[]> {
  const unknown = runs.filter((run) => run.lastStep === null && run.lineCount !== 0).map((run) => run.name);
  const steps = new Map<string, number>();
  for (let at = 0; at < unknown.length; at += 100) {
    await askInParts(unknown.slice(at, at + 100), async (names, attempts) => {
      const { project } = await askProject(exchange, wanted, historyKeysQuery(names), {
        signal,
        ...(attempts ? { attempts } : {}),
      });
      names.forEach((name, i) => {
        const node = project[`r${i}`];
        const keys = isJsonObject(node) ? asObject(node.historyKeys) : undefined;
        if (isJsonObject(keys) && typeof keys.lastStep === 'number') steps.set(name, keys.lastStep);
      });
    });
  }
  return runs.map((run) => (run.lastStep === null ? { ...run, lastStep: steps.get(run.name) ?? null } : run));
}

function asObject(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  try {
    return parseLenientJson(value);
  } catch {
    return undefined;
  }
}
