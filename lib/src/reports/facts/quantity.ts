import { fieldName, type Field } from '../../analysis';
import { settingTitle } from '../../figures';

/** Axis name of a score, also of one that is worked out from the histories. */
export function quantityOf(metric: Field): string {
  const name = fieldName(metric);
  return name === 'jaccard from the history' ? 'Best validation Jaccard' : settingTitle(name);
}
