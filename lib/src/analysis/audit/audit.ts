import type { RunRecord } from '../../types';
import { fieldOf, type Score } from '../objective/measure';
import { withoutCopies } from '../records/exact-copies';
import { factorsOf } from '../records/factors';
import { fieldName, numbersOf, type Field } from '../records/fields';
import { fieldsOf, type Fields } from '../records/roles';
import { adaptiveSampling } from './adaptive-sampling';
import { collapsedRuns } from './collapsed-runs';
import { confoundedFactors } from './confounded-factors';
import { contradictingHistory } from './contradicting-history';
import { duplicateConfigurations } from './duplicate-configurations';
import { earlyStopping } from './early-stopping';
import { exactCopies } from './exact-copies';
import { groupsOfOne } from './groups-of-one';
import { missingResults } from './missing-results';
import { neverApplied } from './never-applied';
import { pooledSweeps } from './pooled-sweeps';
import { unevenFailures } from './uneven-failures';
import type { Warning } from './warning';

export interface AuditOptions {
  /** What the runs are judged by. */
  readonly objective: Score;
  /** Factors to look at; default every configuration key that is a setting. */
  readonly factors?: readonly Field[];
  /** How the runs were sampled, where the records do not say it: `bayes`, `random`, `grid`. */
  readonly method?: string;
  /** Names of columns, where they are not found by themselves. */
  readonly fields?: Fields;
}

/**
 * Every warning that the runs call for, gravest kinds first. A factor that was never applied is left out of the
 * warnings about factors, since its levels are one setting.
 */
export function auditRecords(records: readonly RunRecord[], options: AuditOptions): Warning[] {
  const { objective } = options;
  const metric = fieldOf(objective);
  const fields = fieldsOf(records, options.fields);
  const never = neverApplied(records, fields);
  const idle = never.some(({ evidence }) => evidence.never === true) ? fieldName(fields.learningRate!) : null;
  const once = withoutCopies(records).records;
  const without = idle === null ? once : once.map((record) => withoutKey(record, idle));
  const given = options.factors?.filter((field) => fieldName(field) !== idle);
  const factors = factorsOf(without, given, objective).factors.map(({ field }) => field);
  const known = numbersOf(records, metric).n > 0 ? metric : undefined;
  return [
    ...never,
    ...contradictingHistory(records),
    ...missingResults(records, metric),
    ...unevenFailures(without, metric, factors),
    ...exactCopies(records),
    ...confoundedFactors(without, factors),
    ...pooledSweeps(without, known, factors),
    ...groupsOfOne(without, known, factors),
    ...duplicateConfigurations(without, known),
    ...adaptiveSampling(without, options.method, factors),
    ...earlyStopping(records, fields),
    ...collapsedRuns(once, objective),
  ];
}

function withoutKey(record: RunRecord, key: string): RunRecord {
  return {
    ...record,
    config: Object.fromEntries(Object.entries(record.config).filter(([name]) => name !== key)),
  };
}
