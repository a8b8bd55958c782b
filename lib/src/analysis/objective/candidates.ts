import type { RunRecord } from '../../types';
import { fieldName, numbersOf, type Field } from '../records/fields';
import { goalByName } from './goal-by-name';
import { metricWords } from './metric-words';

/** A column of numbers that may be the score. */
export interface Candidate {
  readonly name: string;
  readonly from: 'summary' | 'history';
  /** Whether the name tells which way is better. */
  readonly known: boolean;
  /** Runs that have it. */
  readonly n: number;
}

/** Kinds of scores, the one that says most about a segmentation first; the rest are losses and errors. */
const kinds: readonly (readonly string[])[] = [
  ['dice', 'dices', 'dsc'],
  ['jaccard', 'jacard', 'jaccards', 'jacards', 'jacc', 'iou', 'ious', 'miou', 'giou', 'diou'],
  ['f1', 'f2', 'fscore', 'fbeta', 'fmeasure', 'pq', 'aji', 'nsd'],
  ['map', 'ap', 'kappa', 'mcc', 'matthews'],
  ['accuracy', 'accuracies', 'acc', 'top1'],
  ['auc', 'auroc', 'aucroc', 'rocauc', 'auprc', 'aucpr'],
  ['score', 'r2', 'rsquared', 'psnr', 'ssim', 'msssim', 'reward'],
  ['fid', 'kid', 'lpips', 'hausdorff', 'hd', 'hd95', 'assd', 'asd', 'perplexity', 'ppl'],
];
/** What a run logs about itself, and what is good or bad only together with something else. */
const neverAlone = /(?:^_)|(?:^|[_\s./])(?:time|seconds|runtime|duration|latency|timestamp)(?:$|[_\s./])/i;
const oneSided = [
  'precision',
  'recall',
  'sensitivity',
  'specificity',
  'tpr',
  'tnr',
  'fpr',
  'fnr',
  'ppv',
  'npv',
];

/**
 * Columns that may be the score, likeliest first: validation before training, overlaps before losses, `best` before
 * `final`. From the summaries; from the histories where no summary has one.
 *
 * @param prefer kinds of scores that come before all others, for example `['jaccard']`; others are refused
 */
export function candidates(records: readonly RunRecord[], prefer: readonly string[] = []): Candidate[] {
  const unknown = prefer.find((word) => !kinds.some((words) => words.includes(word)));
  if (unknown !== undefined)
    throw new Error(
      `prefer takes kinds of scores (${kinds.map(([word]) => word).join(', ')}, …), not ${unknown}; metric takes the name of a score`,
    );
  const summary = keysOf(records.map((record) => record.summary));
  const found = columnsOf(records, summary, 'summary');
  const logged = keysOf(records.map(({ history }) => history ?? {}));
  const all = found.some(({ known }) => known) ? found : [...found, ...columnsOf(records, logged, 'history')];
  return all
    .map((candidate, i) => ({ candidate, order: [...rankOf(candidate, prefer), i] }))
    .sort((a, b) => compare(a.order, b.order))
    .map(({ candidate }) => candidate);
}

/** Whether two candidates differ only in a part of the name that is not understood: `val_dice_a`, `val_dice_b`. */
export function equallyLikely(a: Candidate, b: Candidate, prefer: readonly string[] = []): boolean {
  const [x, y] = [rankOf(a, prefer), rankOf(b, prefer)];
  return foreign(a.name) > 0 && x.every((value, i) => value === y[i]);
}

/** The field that a score is read from. A pruned run was stopped because it fell behind: it has no final score. */
export function columnField(name: string, from: 'summary' | 'history', goal: 'maximize' | 'minimize'): Field {
  if (from === 'summary')
    return {
      name,
      read: ({ state, summary, config }) =>
        state === 'pruned' ? null : Object.hasOwn(summary, name) ? summary[name] : config[name],
    };
  return {
    name,
    read: ({ state, history }) => {
      if (state === 'pruned') return null;
      const values = (history?.[name] ?? []).filter((value) => Number.isFinite(value));
      return values.length === 0
        ? null
        : values.reduce((held, value) =>
            (goal === 'maximize' ? value > held : value < held) ? value : held,
          );
    },
  };
}

function columnsOf(
  records: readonly RunRecord[],
  names: readonly string[],
  from: 'summary' | 'history',
): Candidate[] {
  return names.flatMap((name): Candidate[] => {
    const column = numbersOf(records, columnField(name, from, 'maximize'));
    if (column.n === 0 || column.text > column.n || neverAlone.test(fieldName(name))) return [];
    return [{ name, from, known: goalByName(name) !== null, n: column.n }];
  });
}

function rankOf({ name, known }: Candidate, prefer: readonly string[]): number[] {
  const { all, loss } = metricWords(name);
  const has = (...words: string[]): boolean => words.some((word) => all.includes(word));
  const kind = kinds.findIndex((words) => loss.length === 0 && words.some((word) => all.includes(word)));
  return [
    known && !all.some((word) => oneSided.includes(word)) ? 0 : 1,
    has('val', 'valid', 'validation', 'dev', 'eval', 'evaluation', 'holdout')
      ? 0
      : has('train', 'training')
        ? 2
        : 1,
    loss.length === 0 && prefer.some((word) => kinds.some((words) => words.includes(word) && has(...words)))
      ? 0
      : 1,
    kind < 0 ? kinds.length : kind,
    has('best', 'max', 'maximum') ? 0 : has('final', 'last') ? 2 : 1,
    foreign(name),
    all.length,
  ];
}

/** Words of a name that are not understood, and numbers that tell columns apart. */
function foreign(name: string): number {
  const { all, loss, measure, score } = metricWords(name);
  const told = new Set([...loss, ...measure, ...score]);
  const rest = all.filter((word) => !told.has(word) && !plain.test(word)).length;
  return rest + (/\d/.test(name.replace(/f[12]|r2|hd95|top[15]|map50/gi, '')) ? 1 : 0);
}

const plain =
  /^(?:val|valid|validation|test|train|training|dev|eval|evaluation|holdout|best|final|last|mean|avg|average|macro|coef|coeff|coefficient|score|scores|metric|index|overall|total|global|hard|rate|max|min)$/;

function keysOf(values: readonly object[]): string[] {
  return [...new Set(values.flatMap((value) => Object.keys(value)))];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
