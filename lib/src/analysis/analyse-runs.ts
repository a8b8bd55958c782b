import type { Random } from '../random';
import type { RunRecord } from '../types';
import { auditRecords } from './audit/audit';
import { neverApplied } from './audit/never-applied';
import type { Warning } from './audit/warning';
import { importance, type Importance, type ImportanceOptions } from './importance/importance';
import { appraise, type Appraisal } from './records/appraisal';
import type { RankedRun } from './objective/rank-runs';
import { bestRuns, bestSoFar, type BestSoFar } from './records/best-runs';
import { factorEffects, type FactorEffect } from './records/factor-effects';
import { featuresOf, type Factor } from './records/factors';
import { fieldName, numbersOf, type Field } from './records/fields';
import { narrowedSpace, type NarrowedParameter } from './records/narrowed-space';
import { fieldsOf, type Fields } from './records/roles';
import { bestOfN, type BestOfN, type Direction } from './statistics/best-of-n';
import { correlationMatrix, type CorrelationMatrix } from './statistics/correlation-matrix';

export interface AnalyseOptions {
  readonly metric: Field;
  readonly random: Random;
  /** Default `maximize`. */
  readonly direction?: Direction;
  /** Factors; default every configuration key that varies, less one that was never applied. */
  readonly factors?: readonly Field[];
  /** More columns for the correlation matrices, for example other metrics. */
  readonly columns?: readonly Field[];
  /** How the runs were sampled, where they do not say it: `bayes`, `random`, `grid`. */
  readonly method?: string;
  /** Names of columns, where they are not found by themselves. */
  readonly fields?: Fields;
  readonly importance?: Omit<ImportanceOptions, 'random'>;
}

/** What a set of runs says about a metric. */
export interface RunAnalysis {
  /** Read this first: what can and cannot be said. */
  readonly appraisal: Appraisal;
  readonly warnings: readonly Warning[];
  /** Runs with the metric, best first. */
  readonly ranked: readonly RankedRun[];
  readonly bestOfN: BestOfN;
  readonly progress: BestSoFar;
  /** Factors that were analysed. */
  readonly factors: readonly Factor[];
  readonly effects: readonly FactorEffect[];
  readonly pearson: CorrelationMatrix;
  readonly spearman: CorrelationMatrix;
  readonly importance: Importance;
  readonly nextSpace: readonly NarrowedParameter[];
}

/** Runs the whole analysis; on bad data its parts hold reasons instead of figures, and nothing throws. */
export async function analyseRuns(
  records: readonly RunRecord[],
  options: AnalyseOptions,
): Promise<RunAnalysis> {
  const { metric, random, direction = 'maximize', columns = [] } = options;
  const appraisal = appraise(records, metric, options.factors);
  const fields = fieldsOf(records, options.fields);
  const never = neverApplied(records, fields).some(({ evidence }) => evidence.never === true);
  const idle = never ? fieldName(fields.learningRate!) : null;
  const factors = appraisal.factors.filter(({ name }) => name !== idle && name !== appraisal.metric);
  const used = factors.map(({ field }) => field);
  const values = numbersOf(records, metric).values;
  const numeric = [
    { name: appraisal.metric, values },
    ...factors.flatMap(({ name, numbers }) => (numbers === null ? [] : [{ name, values: numbers }])),
    ...columns.map((field) => ({ name: fieldName(field), values: numbersOf(records, field).values })),
  ];
  const effects = factorEffects(records, metric, used, { direction });
  return {
    appraisal,
    warnings: auditRecords(records, {
      metric,
      direction,
      fields,
      ...(options.factors === undefined ? {} : { factors: options.factors }),
      ...(options.method === undefined ? {} : { method: options.method }),
    }),
    ranked: bestRuns(records, metric, { direction }),
    bestOfN: bestOfN(values, { direction }),
    progress: bestSoFar(records, metric, { direction }),
    factors,
    effects,
    pearson: correlationMatrix(numeric),
    spearman: correlationMatrix(numeric, { method: 'spearman' }),
    importance: await importance(featuresOf(factors), values, { ...options.importance, random }),
    nextSpace: narrowedSpace(records, metric, used, { direction, effects }),
  };
}
