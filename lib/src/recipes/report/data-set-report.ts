import type { DataSet } from '../../data';
import type { DataSetPlan } from '../plan/plan-data-set';

/** What a data set was read as and found to hold: what `data-set.json` says beside the figure's numbers. Plain data. */
export interface DataSetReport {
  readonly format: 'unetlab-data-set-1';
  readonly name: string;
  readonly dir: string;
  readonly hash: string;
  readonly layout: string;
  readonly masks: string;
  readonly intensity: string;
  readonly groups: string;
  readonly facts: DataSetPlan['facts'];
  /** Whether the label audit was made for these data, and what it says. */
  readonly audit: string;
  readonly nearEqual: DataSet['nearEqual'];
  readonly notices: readonly string[];
  readonly leftOut: DataSet['leftOut'];
  readonly excluded: readonly string[];
  readonly passedOver: DataSet['passedOver'];
}

/** The report on a data set, without its pixels. */
export function dataSetReport(
  set: DataSet,
  { facts, audit, data }: Pick<DataSetPlan, 'facts' | 'audit' | 'data'>,
): DataSetReport {
  const { name, dir, layout, masks, intensity, groups, nearEqual, notices, leftOut, excluded, passedOver } =
    set;
  return {
    format: 'unetlab-data-set-1',
    name,
    dir,
    hash: data.hash,
    layout,
    masks,
    intensity,
    groups,
    facts,
    audit,
    nearEqual,
    notices,
    leftOut,
    excluded,
    passedOver,
  };
}
