import {
  appliedRate,
  appraise,
  auditRecords,
  correlation,
  factorialAnova,
  factorsOf,
  fieldName,
  fieldOf,
  fieldsOf,
  groupSummary,
  levelsOf,
  numbersOf,
  objectiveOf,
  rankRuns,
  valuesOf,
  withoutCopies,
  type Appraisal,
  type AppliedRate,
  type Correlation,
  type Factor,
  type FactorialAnova,
  type Field,
  type GroupSummary,
  type RankedRun,
  type Score,
  type Warning,
} from '../../analysis';
import type { Objective, RunRecord } from '../../types';
import { factorFacts, type FactorFacts } from './factor-facts';
import { quantityOf } from './quantity';

/** One measured quantity of the grid, by its factors. */
export interface GridMeasure {
  readonly key: string;
  readonly field: Field;
  readonly title: string;
  readonly goal: Objective['goal'];
  /** Decimals that its means are written with. */
  readonly decimals: number;
  readonly factors: readonly FactorFacts[];
  /** Type II analysis of variance over the factors with their pairs; null where the runs do not allow one. */
  readonly anova: FactorialAnova | null;
}

/** Everything that the grid report's sentences are decided by. */
export interface GridFacts {
  readonly subject: string;
  /** Every run once: exact copies are left out. */
  readonly records: readonly RunRecord[];
  readonly objective: Objective;
  readonly appraisal: Appraisal;
  readonly warnings: readonly Warning[];
  readonly rate: AppliedRate | null;
  /** True where the configured learning rate never reached the training. */
  readonly rateIdle: boolean;
  /** Factors as configured; `appraisal` holds those that were really applied. */
  readonly factors: readonly Factor[];
  readonly metric: string;
  /** Axis name of the score. */
  readonly quantity: string;
  readonly measures: readonly GridMeasure[];
  readonly architecture: string | null;
  readonly x: string | null;
  readonly y: string | null;
  readonly best: readonly RankedRun[];
  /** Best run of each architecture. */
  readonly bestByArchitecture: readonly {
    readonly name: string;
    readonly run: RankedRun;
    readonly n: number;
  }[];
  /** Mean, deviation and count of the score by architecture. */
  readonly byArchitecture: GroupSummary | null;
  /** Spearman's correlation of stability and score. */
  readonly stabilityAgainstScore: Correlation | null;
  /** Score for each hour of training, best first; empty where the time is unknown, or a lower score is better. */
  readonly perHour: readonly {
    readonly name: string;
    readonly score: number;
    readonly hours: number;
    readonly perHour: number;
  }[];
  /** Standard deviation between runs of one configuration, where some were repeated; null else. */
  readonly noise: number | null;
}

/**
 * Works out what a grid over architectures and settings says. A learning rate that was never applied is no factor.
 *
 * @throws RangeError where no run has a score.
 */
export function gridFacts(
  given: readonly RunRecord[],
  { subject = 'grid search', objective: asked }: { subject?: string; objective?: Objective } = {},
): GridFacts {
  const objective = asked ?? objectiveOf(given, { prefer: ['jaccard'] });
  const records = withoutCopies(given).records;
  const fields = fieldsOf(records);
  const warnings = auditRecords(given, { objective });
  const rate = appliedRate(records);
  const rateIdle = rate !== null && rate.logged.length === 1 && rate.configured.length > 1;
  const rateKey = fields.learningRate === undefined ? null : fieldName(fields.learningRate);
  const appraisal = appraise(
    rateIdle && rateKey !== null ? given.map((record) => without(record, rateKey)) : given,
    objective,
  );
  if (appraisal.usable === 0)
    throw new RangeError(`no report without a score: ${appraisal.cannot.join(' ')}`);
  const varied = appraisal.factors;
  const keys = varied.map((factor) => factor.field);
  const measure = (score: Score, title: string, decimals: number): GridMeasure => ({
    key: fieldName(fieldOf(score)),
    field: fieldOf(score),
    title,
    goal: score.goal,
    decimals,
    factors: factorFacts(records, keys, score),
    anova: anovaOf(records, score, varied),
  });
  const measures = [
    measure(objective, 'Best validation score', 4),
    ...(
      [
        [fields.stability, 'Deviation of the validation loss over the last epochs', 4],
        // sources keep the epoch of the best overlap, which says nothing of another score
        [
          /jac|iou|dice/i.test(objective.metric) ? fields.bestEpoch : undefined,
          'Epochs to the best score',
          1,
        ],
      ] as const
    ).flatMap(([field, title, decimals]) =>
      field === undefined || numbersOf(records, field).n === 0
        ? []
        : [measure({ field, goal: 'minimize' }, title, decimals)],
    ),
  ];
  const architecture = fields.architecture === undefined ? null : fieldName(fields.architecture);
  const noise = warnings.find(({ kind }) => kind === 'duplicate configurations')?.evidence.noise;
  return {
    subject,
    records,
    objective,
    appraisal,
    warnings,
    rate,
    rateIdle,
    factors: factorsOf(records, undefined, objective).factors,
    metric: objective.metric,
    quantity: quantityOf(objective),
    measures,
    architecture,
    x: rateKey,
    y: fields.batchSize === undefined ? null : fieldName(fields.batchSize),
    best: rankRuns(records, objective).ranked.slice(0, 5),
    bestByArchitecture:
      fields.architecture === undefined ? [] : bestOfEach(records, fields.architecture, objective),
    byArchitecture:
      fields.architecture === undefined ? null : groupSummary(records, fields.architecture, objective),
    stabilityAgainstScore:
      fields.stability === undefined
        ? null
        : correlation(numbersOf(records, fields.stability).values, valuesOf(records, objective).values, {
            method: 'spearman',
          }),
    perHour: perHour(records, objective, fields.seconds),
    noise: typeof noise === 'number' ? noise : null,
  };
}

function anovaOf(
  records: readonly RunRecord[],
  score: Score,
  factors: readonly { readonly name: string; readonly levels: readonly (string | null)[] }[],
): FactorialAnova | null {
  // A setting that was drawn from a range has no levels: it cannot stand in an analysis of variance.
  const crossed = factors.filter(({ levels }) => levels.length === records.length);
  if (crossed.length < 1) return null;
  const result = factorialAnova(valuesOf(records, score).values, crossed);
  return result.residual.df > 0 ? result : null;
}

function bestOfEach(
  records: readonly RunRecord[],
  architecture: Field,
  objective: Objective,
): { name: string; run: RankedRun; n: number }[] {
  const levels = levelsOf(records, architecture);
  return [...new Set(levels)].flatMap((name) => {
    const own = records.filter((_, index) => levels[index] === name);
    const [run] = rankRuns(own, objective).ranked;
    return name === null || run === undefined ? [] : [{ name, run, n: own.length }];
  });
}

function perHour(
  records: readonly RunRecord[],
  objective: Objective,
  seconds: Field | undefined,
): { name: string; score: number; hours: number; perHour: number }[] {
  if (seconds === undefined || objective.goal === 'minimize') return [];
  const scores = valuesOf(records, objective).values;
  const times = numbersOf(records, seconds).values;
  return records
    .flatMap(({ name }, index) => {
      const score = scores[index]!;
      const hours = times[index]! / 3600;
      return Number.isFinite(score) && hours > 0 ? [{ name, score, hours, perHour: score / hours }] : [];
    })
    .sort((a, b) => b.perHour - a.perHour);
}

function without(record: RunRecord, key: string): RunRecord {
  return {
    ...record,
    config: Object.fromEntries(Object.entries(record.config).filter(([name]) => name !== key)),
  };
}
