import { isDate } from '../analysis';

const resultWords =
  /^(?:best|final|last|total|mean|min|max|val|valid|validation|test|train|training|eval)(?:[_\s./-]|$)|^(?:loss|acc|accuracy|epoch|step|dice|iou|jac{1,2}ard|precision|recall|auc|f1|runtime|duration|seconds|minutes|hours|elapsed|latency|(?:wall|elapsed|training|train)[_\s-]?time|state|error|checkpoint)(?:[_\s./-]|$)|(?:_completed|_seconds|_time|_stability|_gap|_successful)$/i;

/** Names of scores, wherever they stand in a column's name. */
const scoreWords =
  /(?:^|[_\s./-])(?:dice|dsc|m?iou|jac{1,2}ard|acc(?:uracy)?|auc|auroc|f1|fscore|recall|sensitivity|specificity|r?mse|mae|psnr|ssim|hausdorff|hd95|assd|asd|nsd|pq|aji|kappa|mcc|fid|kid|lpips|nll|map(?:50)?|bleu|score|reward|perplexity)(?:[_\s./-]|$)/i;

const settingWords =
  /(?:[_\s./-](?:type|function|fn|name|size|split|fraction|ratio|percent|weight|weights|requested|patience|seed|rate|lr|threshold|smooth))$|^(?:max|min|num|n)_(?:lr|epochs?|depth|features|iter(?:ations)?|steps|bins|samples(?:_(?:split|leaf))?|leaf_nodes|layers|filters|channels|length)$|^epochs$|^(?:train|training|test|val|validation)_(?:size|split|samples|data|steps)$/i;

const knownSettings =
  /^(?:(?:config|params?|hparams?)[._/])?(?:lr|(?:init(?:ial)?[_\s-]?)?learn(?:ing)?[_\s-]?rate|init(?:ial)?[_\s-]?lr|(?:mini[_\s-]?)?batch(?:[_\s-]?size)?|bs|drop(?:out)?(?:[_\s-]?rate)?|optim(?:izer)?|epochs|(?:max|num|n)[_\s-]?epochs|architecture|arch|model(?:[_\s-]?(?:name|type))?|backbone|encoder|network|depth|(?:base|num|n|init)?[_\s-]?(?:filters|features|channels|layers|units|estimators)|kernel(?:[_\s-]?size)?|momentum|weight[_\s-]?decay|wd|l1|l2(?:[_\s-]?reg(?:ularization)?)?|solver|regularization|seed|random[_\s-]?(?:seed|state)|patience|sched(?:uler|ule)?|lr[_\s-]?schedule|augment(?:ation)?s?|activation|hidden(?:[_\s-]?(?:size|dim|units))?|alpha|beta|gamma|loss(?:[_\s-]?(?:type|function|fn|name))?|image[_\s-]?size|input[_\s-]?(?:size|shape)|patch(?:[_\s-]?size)?|crop(?:[_\s-]?size)?|norm(?:alization)?|max[_\s-]?depth|warmup(?:[_\s-]?steps)?|precision|C|gamma|kernel)$/i;

const aboutWords =
  /^(?:|index|unnamed: \d+|#|no\.?|nr\.?|id|name|run|run[_\s-]?(?:id|name|nr|number)|trial|trial[_\s-]?(?:id|name|number)|experiment(?:[_\s-]?(?:id|name))?|exp|uuid|date|time|timestamp|datetime|created(?:[_\s-]?at)?|start(?:ed)?(?:[_\s-]?(?:at|time))?|end(?:ed)?(?:[_\s-]?(?:at|time))?|finished[_\s-]?at|host(?:name)?|node|user|author|machine|gpu|device|pid|commit|git[_\s-]?\w*|url|link|notes?|comments?|description|tags?|state|status)$|(?:_path|_dir|_file|_folder|path|logdir)$/i;

const path = /^(?:[A-Za-z]:)?[./\\~]*[\w.=-]+(?:[/\\][\w.=,-]+)+\.?\w*$/;

/** `MiniBatchSize` as `Mini_Batch_Size`: names in camel case have words, too. */
function spaced(column: string): string {
  return /[\s_]/.test(column) ? column : column.replace(/([a-z])([A-Z])/g, '$1_$2');
}

/** Whether a column's name sounds like a result (`best_val_jacard`, `total_epochs`) and not like a setting. */
export function soundsLikeResult(column: string): boolean {
  const name = spaced(column);
  return (resultWords.test(name) || scoreWords.test(name)) && !settingWords.test(name);
}

/** Whether a column's name is that of a score and of nothing else: `val_dice`, never `epoch` or `runtime`. */
export function soundsLikeScore(column: string): boolean {
  return (
    soundsLikeResult(column) &&
    (scoreWords.test(spaced(column)) || /(?:^|[_\s./-])(?:loss|error|precision)$/i.test(spaced(column)))
  );
}

/** Whether a column's name is a hyperparameter's: `lr`, `batch_size`, `optimizer`. */
export function isKnownSetting(column: string): boolean {
  return knownSettings.test(spaced(column));
}

/** Whether a column is bookkeeping by its name: ids, names, dates, machines, paths. */
export function isBookkeeping(column: string): boolean {
  return aboutWords.test(column);
}

/** Whether all cells of a column are dates or paths, and so neither settings nor results. */
export function holdsBookkeeping(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return (
    filled.length > 0 &&
    (filled.every(isDate) || (filled.every((cell) => path.test(cell.trim())) && new Set(filled).size > 1))
  );
}
