import { describe } from '../../analysis';
import type { LadderRow } from '../../figures';
import type { RunRecord } from '../../types';
import { columnOf, rounded } from './columns';

/** One training of the resolution experiment, as its figure, its table and its sentences take it. */
export interface LadderRun extends LadderRow {
  readonly name: string;
  /** Mean of `hard` over the held-out tiles that have a score. */
  readonly mean: number;
  readonly epochs: number;
  /** Changes of the weights. */
  readonly updates: number;
  readonly seconds: number;
}

/** The experiment, with the trainings that sentences speak of by name. */
export interface Ladder {
  /** In the order of the figure. */
  readonly rows: readonly LadderRun[];
  /** The published recipe at 512²: what each change is held against. */
  readonly base: LadderRun;
  /** The published recipe at 256², trained longest. */
  readonly pair256: LadderRun;
  readonly changes: readonly LadderRun[];
  readonly best256: LadderRun;
  readonly best512: LadderRun;
}

const pair = 'Published pair';
const change = '512² with one change';
const best = 'Recipe best';

/**
 * The records of the experiment as rows: the published pair, the single changes and the recipe `best`, on the first fold and
 * the least seed.
 *
 * @param rungs names and changes, in order
 * @param tiles all of them, held out or not: from it follows how many updates an epoch has
 * @throws Error where a training of the pair or of `best` is missing
 */
export function ladderOf(
  runs: readonly RunRecord[],
  rungs: readonly { readonly name: string; readonly change: string }[],
  tiles: number,
): Ladder {
  const seed = Math.min(...runs.map(({ config }) => Number(config.seed)));
  const byEpochs = (name: string): RunRecord[] => {
    const found = runs
      .filter((run) => run.name === name && run.config.fold === 0 && run.config.seed === seed)
      .sort((a, b) => Number(a.config.epochs) - Number(b.config.epochs));
    if (found.length === 0)
      throw new Error(`the records hold no training ${name}; npm run ladder makes them`);
    return found;
  };
  const row = (run: RunRecord, part: string, label: string): LadderRun => rowOf(run, part, label, tiles);
  const sized = (run: RunRecord, part: string, size: string): LadderRun =>
    row(run, part, `${size}, ${Number(run.summary.epochs_run)} epochs`);
  const at256 = byEpochs('published-256').map((run) => sized(run, pair, '256²'));
  const base = sized(byEpochs('published-512')[0]!, pair, '512²');
  const changes = rungs
    .filter(({ name }) => !/^(?:published|best)/.test(name))
    .map((rung) => row(byEpochs(rung.name)[0]!, change, rung.change));
  const best256 = sized(byEpochs('best-256').at(-1)!, best, '256²');
  const best512 = sized(byEpochs('best-512').at(-1)!, best, '512²');
  return {
    rows: [...at256, base, ...changes, best256, best512],
    base,
    pair256: at256.at(-1)!,
    changes,
    best256,
    best512,
  };
}

function rowOf(run: RunRecord, part: string, label: string, tiles: number): LadderRun {
  const { config, summary, name } = run;
  const hard = columnOf(run, config.labels === 'given' ? 'jaccard_given' : 'jaccard_audited');
  const trained = tiles - (summary.tiles as readonly string[]).length;
  const epochs = Number(summary.epochs_run);
  const batches = Math.ceil(trained / Number(config.batch_size));
  return {
    name,
    part,
    label,
    soft: Number(summary.best_val_jaccard_soft),
    hard,
    mean: describe(hard).mean ?? NaN,
    epochs,
    updates: Math.round((epochs * batches) / Number(config.accumulate)),
    seconds: Number(summary.seconds),
  };
}

/** The experiment as a table; changes are against the published recipe at 512². */
export function ladderTable({ rows, base, changes }: Ladder): Record<string, string | number | null>[] {
  return rows.map((one) => {
    const single = changes.includes(one);
    return {
      part: one.part,
      training: one.label,
      epochs: one.epochs,
      updates: one.updates,
      'time, s': Math.round(one.seconds),
      'soft Jaccard': rounded(one.soft, 4),
      'hard Jaccard': rounded(one.mean, 4),
      'soft, change': single ? rounded(one.soft - base.soft, 4) : null,
      'hard, change': single ? rounded(one.mean - base.mean, 4) : null,
      tiles: one.hard.filter(Number.isFinite).length,
    };
  });
}
