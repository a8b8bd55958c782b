import { settingTitle } from '../../figures';
import type { Objective } from '../../types';

/** Axis name of a score, also of one that is the best epoch of a history. */
export function quantityOf({ metric, from }: Objective): string {
  if (from !== 'history') return settingTitle(metric);
  if (/jac{1,2}ar{1,2}d/i.test(metric)) return 'Best validation Jaccard';
  const title = settingTitle(metric);
  return `Best ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}
