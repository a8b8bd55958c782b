import type { RunRecord } from '../../types';
import type { Direction } from '../statistics/best-of-n';
import { fieldName, numbersOf, type Field } from '../records/fields';
import { fieldsOf, type Fields } from '../records/roles';
import { adaptiveSampling } from './adaptive-sampling';
import { collapsedRuns } from './collapsed-runs';
import { confoundedFactors } from './confounded-factors';
import { contradictingHistory } from './contradicting-history';
import { duplicateConfigurations } from './duplicate-configurations';
import { earlyStopping } from './early-stopping';
import { groupsOfOne } from './groups-of-one';
import { missingResults } from './missing-results';
import { neverApplied } from './never-applied';
import { pooledSweeps } from './pooled-sweeps';
import type { Warning } from './warning';

export interface AuditOptions {
  /** The metric that results are read from. */
  readonly metric: Field;
  readonly direction?: Direction;
  /** Factors to look at; default every configuration key. */
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
  const { metric, direction = 'maximize' } = options;
  const fields = fieldsOf(records, options.fields);
  const never = neverApplied(records, fields);
  const idle = never.some(({ evidence }) => evidence.never === true) ? fieldName(fields.learningRate!) : null;
  const without = idle === null ? records : records.map((record) => withoutKey(record, idle));
  const factors = options.factors?.filter((field) => fieldName(field) !== idle);
  const known = numbersOf(records, metric).n > 0 ? metric : undefined;
  return [
    ...never,
    ...contradictingHistory(records),
    ...missingResults(records, metric),
    ...confoundedFactors(without, factors),
    ...pooledSweeps(without, known),
    ...groupsOfOne(without, known, factors),
    ...duplicateConfigurations(without, known),
    ...adaptiveSampling(without, options.method),
    ...earlyStopping(records, fields),
    ...collapsedRuns(records, metric, direction),
  ];
}

function withoutKey(record: RunRecord, key: string): RunRecord {
  return {
    ...record,
    config: Object.fromEntries(Object.entries(record.config).filter(([name]) => name !== key)),
  };
}
