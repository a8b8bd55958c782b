import type { RunRecord } from '../../types';

/** What needs no network: names of the columns of a record, and what they are. */
const answers = {
  everything: 'every pixel is foreground',
  nothing: 'no pixel is foreground',
  threshold: 'a threshold of intensity, chosen on the training images',
} as const;

/** A mean Jaccard index that was reached without a network. */
export interface Baseline {
  readonly name: keyof typeof answers;
  readonly what: string;
  /** Mean over the held-out images with foreground, as the networks' own. */
  readonly jaccard: number;
}

/** Networks beside answers that need none, on the same held-out images. */
export interface Baselines {
  /** Over all finished folds, best first. */
  readonly all: readonly Baseline[];
  readonly network: number;
  /** Whether the networks are better than all of them; null where no image has foreground. */
  readonly beaten: boolean | null;
  /** Folds whose network is no better than the best of them there. */
  readonly notBeaten: readonly { readonly fold: number; readonly network: number; readonly best: Baseline }[];
}

/** Gathers the trivial scores of a cross-validation's records; a fold counts by its images with foreground. */
export function baselinesOf(records: readonly RunRecord[]): Baselines {
  const rows = records.map(({ config, summary }) => ({
    fold: Number(config.fold ?? 0),
    scored: Number(summary.test_images_scored),
    network: Number(summary.test_jaccard),
    answers: ranked((name) => Number(summary[`trivial_${name}`])),
  }));
  const scored = rows.filter((row) => row.scored > 0);
  const images = scored.reduce((sum, row) => sum + row.scored, 0);
  const mean = (value: (row: (typeof rows)[number]) => number): number =>
    scored.reduce((sum, row) => sum + value(row) * row.scored, 0) / images;
  const all = ranked((name) =>
    mean((row) => row.answers.find((answer) => answer.name === name)?.jaccard ?? NaN),
  );
  const network = mean((row) => row.network);
  const best = all[0];
  return {
    all,
    network,
    beaten: images === 0 || best === undefined ? null : network > best.jaccard,
    notBeaten: scored.flatMap(({ fold, network: own, answers: [first] }) =>
      first !== undefined && own <= first.jaccard ? [{ fold, network: own, best: first }] : [],
    ),
  };
}

function ranked(jaccard: (name: Baseline['name']) => number): Baseline[] {
  const names = Object.keys(answers) as Baseline['name'][];
  return names
    .map((name) => ({ name, what: answers[name], jaccard: jaccard(name) }))
    .filter((answer) => Number.isFinite(answer.jaccard))
    .sort((a, b) => b.jaccard - a.jaccard);
}
