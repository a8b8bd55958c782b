import { rankRuns } from '../objective/rank-runs';
import { describe } from '../statistics/describe';
import type { Role } from '../records/roles';
import { shortNumber } from '../statistics/number-text';
import type { Claim } from './claim';
import type { Finding } from './finding';
import { contradicted, numbersFinding, reproduced, undecided, type NumberCheck } from './findings';
import { on, type Study } from './material';

const summary = { source: 'Search analysis summary', subject: 'search', kind: 'number' } as const;
const guide = { source: 'Quick-start guide', subject: 'search', kind: 'number' } as const;

/** Numbers that the search's documents print. */
export const searchNumbers: readonly Claim[] = [
  {
    ...summary,
    kind: 'design',
    id: 'search.configurations',
    quotation: 'Total Configurations: 15',
    check: on('search', [], ({ records }) => {
      const keys = records.map(({ config }) =>
        JSON.stringify(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1))),
      );
      const distinct = new Set(keys).size;
      const twice = keys.findIndex((key, i) => keys.indexOf(key) < i);
      const figures = { runs: records.length, distinct };
      if (distinct === 15)
        return reproduced(`The ${records.length} runs hold ${distinct} distinct configurations.`, figures);
      const example =
        twice < 0
          ? ''
          : ` (${Object.entries(records[twice]!.config)
              .map(([key, value]) => `${key} ${String(value)}`)
              .join(', ')} is there more than once)`;
      return contradicted(
        `The ${records.length} runs hold ${distinct} distinct configurations${example}, not 15.`,
        figures,
      );
    }),
  },
  {
    ...summary,
    id: 'search.best',
    quotation: 'Best Jaccard: 0.1640',
    check: on('search', ['jaccard'], (study) =>
      numbersFinding([
        { what: 'the best validation Jaccard', published: '0.1640', got: study.describe('jaccard').max },
      ]),
    ),
  },
  {
    ...summary,
    kind: 'ranking',
    id: 'search.best-configuration',
    quotation: 'Learning Rate: 0.0002, Batch Size: 4, Dropout: 0.3, Loss Function: Combined',
    check: on('search', ['jaccard', 'learningRate', 'batchSize', 'dropout', 'loss'], (study, { again }) => {
      const claimed = { learningRate: '0.0002', batchSize: '4', dropout: '0.3', loss: 'combined' };
      return again && !study.records.some((_, index) => isConfigured(study, index, claimed))
        ? undecided(`None of the ${study.records.length} runs has that configuration.`)
        : configuredAs(study, 'best', claimed);
    }),
  },
  {
    ...summary,
    kind: 'ranking',
    general: false, // a printed number
    id: 'search.worst',
    quotation: 'Worst Jaccard: 0.0798 (dice only)',
    check: on('search', ['jaccard', 'loss'], (study) => {
      const worst = rankRuns(study.records, { field: study.fields.jaccard!, goal: 'minimize' }).ranked[0];
      const number = numbersFinding([
        { what: 'the worst validation Jaccard', published: '0.0798', got: worst?.value ?? null },
      ]);
      return number.verdict === 'reproduced' ? configuredAs(study, 'worst', { loss: 'dice' }) : number;
    }),
  },
  {
    ...summary,
    id: 'search.best-epoch',
    quotation: 'Best Val Jaccard: 0.1640 (epoch 52)',
    check: on('search', ['jaccard', 'bestEpoch'], (study) =>
      numbersFinding([
        { what: "the best run's best epoch", published: '52', got: ofBest(study, 'bestEpoch') },
      ]),
    ),
  },
  {
    ...summary,
    id: 'search.final',
    quotation: 'Final Val Jaccard: 0.1403 (overfitting: -15%)',
    check: on('search', ['jaccard', 'finalJaccard'], (study) => {
      const [best, final] = [study.describe('jaccard').max, ofBest(study, 'finalJaccard')];
      const drop = best === null || final === null ? null : (100 * (best - final)) / best;
      return numbersFinding([
        { what: "the best run's final validation Jaccard", published: '0.1403', got: final },
        { what: 'its fall from the best in per cent', published: '15', got: drop, units: 1 },
      ]);
    }),
  },
  meanAndSd(
    'search.mean',
    'Mean Best Jaccard: 0.1130 ± 0.0229',
    'jaccard',
    'best validation Jaccard',
    '0.1130',
    '0.0229',
  ),
  meanAndSd('search.mean-epochs', 'Mean Epochs: 40.2 ± 17.9', 'epochs', 'number of epochs', '40.2', '17.9'),
  meanAndSd(
    'search.mean-best-epoch',
    'Mean Best Epoch: 20.2 ± 17.9',
    'bestEpoch',
    'best epoch',
    '20.2',
    '17.9',
  ),
  lossRow('combined', '| Combined | 0.1047 | 0.0315 | 0.1640 | 6 |', '0.1047', '0.0315', '0.1640', '6'),
  lossRow('focal', '| Focal | 0.1233 | 0.0018 | 0.1251 | 8 |', '0.1233', '0.0018', '0.1251', '8'),
  lossRow('dice', '| Dice | 0.0798 | N/A | 0.0798 | 1 |', '0.0798', null, '0.0798', '1'),
  {
    ...guide,
    id: 'guide.mean',
    quotation: 'Mean performance: 0.113 ± 0.023',
    check: on('search', ['jaccard'], (study) =>
      meanFinding(study, 'jaccard', 'best validation Jaccard', '0.113', '0.023'),
    ),
  },
  {
    ...guide,
    id: 'guide.focal',
    quotation: 'Focal loss stable: 0.123 ± 0.002',
    check: on('search', ['jaccard', 'loss'], (study) =>
      meanFinding(
        withLoss(study, 'focal'),
        'jaccard',
        'best validation Jaccard with focal loss',
        '0.123',
        '0.002',
      ),
    ),
  },
  {
    ...summary,
    kind: 'design',
    id: 'search.patience',
    quotation: 'Increase Early Stopping Patience: Current: 20 epochs',
    check: on('search', ['bestEpoch', 'epochs'], (study) => {
      const [best, ran] = [study.numbers('bestEpoch'), study.numbers('epochs')];
      const after = Array.from(ran, (epochs, i) => epochs - best[i]!).filter((value) =>
        Number.isFinite(value),
      );
      const twenty = after.filter((value) => value === 20).length;
      const figures = { runs: after.length, twenty, least: Math.min(...after), most: Math.max(...after) };
      const words = `${twenty} of ${after.length} runs ended 20 epochs after their best (least ${figures.least}, most ${figures.most})`;
      return twenty === after.length ? reproduced(`${words}.`, figures) : contradicted(`${words}.`, figures);
    }),
  },
];

/** Runs with a loss, by the beginning of its name. */
export function withLoss(study: Study, loss: string): Study {
  const levels = study.levels('loss');
  return study.where((_, i) => isLoss(levels[i] ?? null, loss));
}

/** Whether a level names a loss: `dice`, `Dice`, `dice_loss`; `combined` also where its parts are spelled out. */
export function isLoss(level: string | null, loss: string): boolean {
  const plain = (level ?? '')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/loss$/, '');
  return loss === 'combined'
    ? plain.includes('combined') || (plain.includes('dice') && plain.includes('focal'))
    : plain === loss;
}

const plainWords: Readonly<Record<string, string>> = {
  learningRate: 'learning rate',
  batchSize: 'batch size',
};

function ofBest(study: Study, role: Role): number | null {
  const best = rankRuns(study.records, { field: study.fields.jaccard!, goal: 'maximize' }).ranked[0];
  const value = best === undefined ? NaN : study.numbers(role)[study.records.indexOf(best.record)]!;
  return Number.isFinite(value) ? value : null;
}

function configuredAs(
  study: Study,
  which: 'best' | 'worst',
  claimed: Partial<Record<Role, string>>,
): Finding {
  const goal = which === 'best' ? 'maximize' : 'minimize';
  const run = rankRuns(study.records, { field: study.fields.jaccard!, goal }).ranked[0];
  if (run === undefined) return undecided('No run has a best validation Jaccard.');
  const index = study.records.indexOf(run.record);
  const found = Object.fromEntries(
    Object.keys(claimed).map((role) => [role, study.levels(role as Role)[index] ?? null]),
  );
  const same = isConfigured(study, index, claimed);
  const words = `The ${which} run, with a best validation Jaccard of ${shortNumber(run.value, 4)}, has ${Object.entries(
    found,
  )
    .map(([role, level]) => `${plainWords[role] ?? role} ${level ?? 'unknown'}`)
    .join(', ')}`;
  const figures = { value: run.value, ...found };
  return same ? reproduced(`${words}.`, figures) : contradicted(`${words}.`, figures);
}

function isConfigured(study: Study, index: number, claimed: Partial<Record<Role, string>>): boolean {
  return Object.entries(claimed).every(([role, level]) => {
    const found = study.levels(role as Role)[index] ?? null;
    return role === 'loss' ? isLoss(found, level) : Number(found) === Number(level);
  });
}

function meanAndSd(id: string, quotation: string, role: Role, what: string, mean: string, sd: string): Claim {
  return {
    ...summary,
    id,
    quotation,
    check: on('search', [role], (study) => meanFinding(study, role, what, mean, sd)),
  };
}

function meanFinding(study: Study, role: Role, what: string, mean: string, sd: string): Finding {
  const got = study.describe(role);
  return numbersFinding(
    [
      { what: `the mean ${what}`, published: mean, got: got.mean },
      { what: 'its standard deviation', published: sd, got: got.sd },
    ],
    { n: got.n },
  );
}

function lossRow(
  loss: string,
  quotation: string,
  mean: string,
  sd: string | null,
  best: string,
  count: string,
): Claim {
  return {
    ...summary,
    id: `search.${loss}`,
    quotation,
    check: on('search', ['loss', 'jaccard'], (study) => {
      const got = describe(withLoss(study, loss).numbers('jaccard'));
      if (got.n === 0) return undecided(`No run used ${loss} loss.`, {}, `runs with ${loss} loss`);
      const checks: NumberCheck[] = [
        { what: `the mean with ${loss} loss`, published: mean, got: got.mean },
        { what: 'its best', published: best, got: got.max },
        { what: 'the number of its runs', published: count, got: got.n },
      ];
      if (sd !== null) checks.push({ what: 'its standard deviation', published: sd, got: got.sd });
      else if (got.sd !== null)
        return contradicted(
          `The standard deviation with ${loss} loss is ${shortNumber(got.sd)} over ${got.n} runs, published as not available.`,
          { sd: got.sd, n: got.n },
        );
      return numbersFinding(checks);
    }),
  };
}
