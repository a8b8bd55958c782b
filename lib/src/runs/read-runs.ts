import type { RunSet } from '../types';
import { find } from './found';
import { layouts } from './layouts/registry';
import { refusal } from './refuse';
import { asTold, type Told } from './told';

/**
 * Reads runs from whatever a path leads to, a file or a folder: W&B's tables, charts, dumps and offline runs, Optuna,
 * Ray Tune, Keras and Keras Tuner, scikit-learn, TensorBoard, MLflow, plain tables of settings and scores with histories
 * beside them, and unetlab's own records. The form is recognised before anything is read, and said in `layout`.
 *
 * Throws where the path leads nowhere, to nothing that is known (and says what was found), or where a told column is
 * not there.
 *
 * @param told which columns are settings and which are results, where the reader knows better than the source
 */
export async function readRuns(path: string, told: Told = {}): Promise<RunSet> {
  const found = await find(path);
  for (const layout of layouts) {
    if (!(await layout.recognises(found, told))) continue;
    const set = await layout.read(found, told);
    if (set.records.length === 0)
      throw new Error(
        `${path} is ${layout.name}, but it holds no run${set.notices.length > 0 ? ` (${set.notices.join('; ')})` : ''}`,
      );
    return { layout: layout.name, ...asTold(set, told) };
  }
  throw await refusal(found, layouts);
}
