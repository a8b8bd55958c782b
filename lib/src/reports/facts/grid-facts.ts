import {
  appliedRate,
  appraise,
  auditRecords,
  bestRuns,
  correlation,
  factorialAnova,
  factorsOf,
  fieldName,
  fieldsOf,
  groupSummary,
  levelsOf,
  numbersOf,
  type Appraisal,
  type AppliedRate,
  type Correlation,
  type Factor,
  type FactorialAnova,
  type Field,
  type GroupSummary,
  type RankedRun,
  type Warning,
} from '../../analysis';
import type { RunRecord } from '../../types';
import { factorFacts, type FactorFacts } from './factor-facts';
import { quantityOf } from './quantity';

/** One measured quantity of the grid, by its factors. */
export interface GridMeasure {
  readonly key: string;
  readonly field: Field;
  readonly title: string;
  readonly good: 'high' | 'low';
  /** Decimals that its means are written with. */
  readonly decimals: number;
  readonly factors: readonly FactorFacts[];
  /** Type II analysis of variance over the factors with their pairs; null where the runs do not allow one. */
  readonly anova: FactorialAnova | null;
}

/** Everything that the grid report's sentences are decided by. */
export interface GridFacts {
  readonly subject: string;
  readonly records: readonly RunRecord[];
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
  /** Score for each hour of training, best first; empty where the time is unknown. */
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
  records: readonly RunRecord[],
  { subject = 'grid search' }: { subject?: string } = {},
): GridFacts {
  const fields = fieldsOf(records);
  const metric = fields.jaccard ?? fields.dice ?? fields.iou ?? 'best_val_jaccard';
  const warnings = auditRecords(records, { metric });
  const rate = appliedRate(records);
  const rateIdle = rate !== null && rate.logged.length === 1 && rate.configured.length > 1;
  const rateKey = fields.learningRate === undefined ? null : fieldName(fields.learningRate);
  const appraisal = appraise(
    rateIdle && rateKey !== null ? records.map((record) => without(record, rateKey)) : records,
    metric,
  );
  if (appraisal.usable === 0)
    throw new RangeError(`no report without a score: ${appraisal.cannot.join(' ')}`);
  const varied = appraisal.factors;
  const measures = (
    [
      [metric, 'Best validation score', 'high', 4],
      [fields.stability, 'Deviation of the validation loss over the last epochs', 'low', 4],
      [fields.bestEpoch, 'Epochs to the best score', 'low', 1],
    ] as const
  ).flatMap(([field, title, good, decimals]): GridMeasure[] =>
    field === undefined || numbersOf(records, field).n === 0
      ? []
      : [
          {
            key: fieldName(field),
            field,
            title,
            good,
            decimals,
            factors: factorFacts(
              records,
              varied.map((factor) => factor.field),
              field,
              good === 'high' ? 'maximize' : 'minimize',
            ),
            anova: anovaOf(records, field, varied),
          },
        ],
  );
  const architecture = fields.architecture === undefined ? null : fieldName(fields.architecture);
  const noise = warnings.find(({ kind }) => kind === 'duplicate configurations')?.evidence.noise;
  return {
    subject,
    records,
    appraisal,
    warnings,
    rate,
    rateIdle,
    factors: factorsOf(records).factors,
    metric: fieldName(metric),
    quantity: quantityOf(metric),
    measures,
    architecture,
    x: rateKey,
    y: fields.batchSize === undefined ? null : fieldName(fields.batchSize),
    best: bestRuns(records, metric, { n: 5 }),
    bestByArchitecture:
      fields.architecture === undefined ? [] : bestOfEach(records, fields.architecture, metric),
    byArchitecture:
      fields.architecture === undefined ? null : groupSummary(records, fields.architecture, metric),
    stabilityAgainstScore:
      fields.stability === undefined
        ? null
        : correlation(numbersOf(records, fields.stability).values, numbersOf(records, metric).values, {
            method: 'spearman',
          }),
    perHour: perHour(records, metric, fields.seconds),
    noise: typeof noise === 'number' ? noise : null,
  };
}

function anovaOf(
  records: readonly RunRecord[],
  field: Field,
  factors: readonly { readonly name: string; readonly levels: readonly (string | null)[] }[],
): FactorialAnova | null {
  if (factors.length < 1) return null;
  const result = factorialAnova(numbersOf(records, field).values, factors);
  return result.residual.df > 0 ? result : null;
}

function bestOfEach(
  records: readonly RunRecord[],
  architecture: Field,
  metric: Field,
): { name: string; run: RankedRun; n: number }[] {
  const levels = levelsOf(records, architecture);
  return [...new Set(levels)].flatMap((name) => {
    const own = records.filter((_, index) => levels[index] === name);
    const [run] = bestRuns(own, metric, { n: 1 });
    return name === null || run === undefined ? [] : [{ name, run, n: own.length }];
  });
}

function perHour(
  records: readonly RunRecord[],
  metric: Field,
  seconds: Field | undefined,
): { name: string; score: number; hours: number; perHour: number }[] {
  if (seconds === undefined) return [];
  const scores = numbersOf(records, metric).values;
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
