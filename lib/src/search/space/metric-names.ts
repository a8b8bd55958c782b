import { nearNames } from '../../text';
import { plainName } from './parameter-names';
import type { SearchSpace } from './search-space';
import { entry, type SpaceFile } from './space-file';
import type { YamlNode } from './yaml-tree';

type Objective = SearchSpace['objective'];
type Goal = Objective['goal'];

/** Scores that a trial's record holds, and which way is better. */
const metrics: Readonly<Record<string, Goal>> = {
  best_val_jaccard: 'maximize',
  best_val_jaccard_soft: 'maximize',
  best_val_dice: 'maximize',
  best_val_loss: 'minimize',
  final_val_jaccard: 'maximize',
  final_val_jaccard_soft: 'maximize',
  final_val_dice: 'maximize',
  final_val_loss: 'minimize',
  test_jaccard: 'maximize',
  test_dice: 'maximize',
  test_precision: 'maximize',
  test_recall: 'maximize',
};

/** What people call the scores, without `val_` and `best_`. */
const scores: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    jaccard:
      'jaccard jacard jaccard_index jaccard_coef jacard_coef jaccard_coefficient jaccard_score jaccardindex iou iou_score iou_coef binary_iou binary_io_u io_u mean_iou miou m_iou mio_u m_io_u mean_io_u mean_jaccard',
    jaccard_soft: 'jaccard_soft soft_jaccard soft_iou iou_soft',
    dice: 'dice dice_coef dice_coefficient dice_score dice_metric dicecoef dice_similarity dice_similarity_coefficient dsc mean_dice f1 f1_score fscore f_score f1score',
    loss: 'loss',
    precision: 'precision',
    recall: 'recall sensitivity',
  }).flatMap(([score, names]) => names.split(' ').map((name) => [name, score])),
);

const validation = new Set('val valid validation eval evaluation dev'.split(' '));
const goals: Readonly<Record<string, Goal>> = {
  maximize: 'maximize',
  maximise: 'maximize',
  max: 'maximize',
  minimize: 'minimize',
  minimise: 'minimize',
  min: 'minimize',
};

/** What a search looks for where its file does not say. */
export const defaultObjective: Objective = { metric: 'best_val_jaccard', goal: 'maximize' };

/** The `metric` of a sweep as what records hold: a score of validation means its best epoch, as in W&B. */
export function readObjective(file: SpaceFile, node: YamlNode | undefined): Objective {
  if (!node) return defaultObjective;
  const map = file.map(node, 'metric', '{name: val_jaccard, goal: maximize}');
  file.keys(map, 'metric', ['name', 'goal', 'target', 'impute', 'impute_while_running']);
  const name = entry(map, 'name');
  if (!name) return file.fail(map.line, 'metric needs a name, for example name: val_jaccard');
  const given = file.text(name, 'metric: name');
  const metric = metricNamed(given);
  if (metric === null) {
    const known = Object.keys(metrics);
    const near = nearNames(plainName(given), known);
    return file.fail(
      name.line,
      `no record holds ${given}; there are ${known.join(', ')}${near.length > 0 ? `; is it ${near.join(', ')}?` : ''}`,
    );
  }
  if (metric !== given) file.notice(name.line, `metric ${given} is read as ${metric}`);
  const goal = metrics[metric]!;
  const wanted = entry(map, 'goal');
  if (wanted) {
    const said = goals[file.text(wanted, 'metric: goal').toLowerCase()];
    if (said === undefined) file.choice(wanted, 'metric: goal', ['maximize', 'minimize']);
    if (said !== goal)
      return file.fail(wanted.line, `metric: goal cannot be ${String(said)} for ${given}; write ${goal}`);
  } else if (goal === 'maximize')
    file.notice(map.line, `metric ${given} has no goal; it is maximized (to W&B, none means minimize)`);
  for (const key of ['target', 'impute', 'impute_while_running']) {
    const unused = entry(map, key);
    if (unused) file.notice(unused.line, `metric: ${key} is not used`);
  }
  return { metric, goal };
}

/** Key of a record's summary for what somebody calls a metric; null: no record holds it. */
function metricNamed(given: string): string | null {
  if (Object.hasOwn(metrics, given)) return given;
  const words = plainName(given).split('_');
  const part = ['best', 'max', 'min', 'final', 'last', 'test'].includes(words[0]!) ? words.shift()! : '';
  const hasPrefix = validation.has(words[0]!);
  if (hasPrefix) words.shift();
  const score = scores[words.join('_')];
  if (score === undefined) return null;
  if (score === 'loss' && !hasPrefix) return null; // that of training, which is no score
  const when = part === 'test' ? 'test' : `${part === 'final' || part === 'last' ? 'final' : 'best'}_val`;
  const metric = `${when}_${score}`;
  return Object.hasOwn(metrics, metric) && !(part === 'test' && hasPrefix) ? metric : null;
}

/** Column of the histories that shows on the way what a metric comes to. */
const columns: readonly (readonly [RegExp, 'valJaccard' | 'valJaccardSoft' | 'valDice' | 'valLoss'])[] = [
  [/_val_jaccard_soft$/, 'valJaccardSoft'],
  [/_val_dice$|^test_dice$/, 'valDice'],
  [/_val_loss$/, 'valLoss'],
];

/**
 * What pruning judges a trial by after an epoch: the objective's own column on the validation images (hard Jaccard where it
 * has none). Higher is better: a loss is negated.
 */
export function epochScore(
  { metric }: Objective,
  history: Readonly<Record<'valJaccard' | 'valJaccardSoft' | 'valDice' | 'valLoss', readonly number[]>>,
): number {
  const column = columns.find(([pattern]) => pattern.test(metric))?.[1] ?? 'valJaccard';
  const score = history[column].at(-1) ?? NaN;
  return column === 'valLoss' ? -score : score;
}
