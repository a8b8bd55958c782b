/**
 * What the words of a metric's name tell. `loss` words win over score words (`dice_loss` is a loss), `measure` words
 * (distances, times) do not, and `void` words make a name stand for something else than the score it mentions
 * (`dice_std`). `epoch` is void where the name is that of an epoch: `best_epoch`, but not `val_loss_epoch`.
 */
type Kind = 'loss' | 'measure' | 'score' | 'void' | 'plain';

const lists: Readonly<Record<Kind, string>> = {
  loss: `loss losses error errors err mse rmse mae mape smape rmsle msle nll logloss bce crossentropy xent brier ece cer
    wer eer fpr fnr fdr misclassification cost regret objective_loss divergence kld`,
  measure: `fid kid lpips perplexity ppl hausdorff hd hd95 assd asd asd95 msd distance dist time times seconds sec secs
    ms runtime duration latency aic bic deviance`,
  score: `dice dices dsc iou ious miou giou diou jaccard jacard jaccards jacards jacc accuracy accuracies acc f1 f2 fscore fbeta
    fmeasure auc auroc auprc aucroc aucpr rocauc ap map precision recall sensitivity specificity tpr tnr ppv npv psnr
    ssim msssim r2 rsquared kappa mcc matthews pq aji nsd top1 top5 bleu rouge reward likelihood elbo snr success
    purity silhouette correlation pearson spearman`,
  void: `std sd stdev stddev sigma var variance stderr sem gap drop diff difference delta change threshold thresh epochs
    steps idx rank count num number weight weights scale stability target patience budget seed
    iterations ratio factor type name function fn lambda alpha ci slope trend`,
  plain: `val valid validation test train training dev eval evaluation holdout heldout best final last mean avg average median macro
    micro weighted balanced categorical binary sparse soft hard coef coeff coefficient score scores rate metric
    metrics similarity fold overall total global class classes max min maximum minimum peak running smoothed smooth
    epoch epochwise monitor objective pixel pixelwise object instance surface volume volumetric cross log negative positive
    mean squared root absolute percentage focal tversky combined hinge huber region boundary lovasz generalized
    generalised curve area under roc pr point structural index signal noise step iteration`,
};

const words = new Map<string, Kind>();
for (const kind of ['plain', 'void', 'score', 'measure', 'loss'] as const)
  for (const word of lists[kind].split(/\s+/)) words.set(word, kind);

/** A metric's name taken apart: its words in lower case, and what its spelling says beyond them. */
export interface MetricWords {
  readonly loss: readonly string[];
  readonly measure: readonly string[];
  readonly score: readonly string[];
  readonly void: readonly string[];
  /** All words in order. */
  readonly all: readonly string[];
  /** Times that the name turns the score round: `1-dice`, `neg_mean_squared_error`. */
  readonly turned: number;
}

/** Takes the name of a metric apart: separators, camel case (`valDice`), words run together (`valdice`), misspellings. */
export function metricWords(metric: string): MetricWords {
  const complement = /(?:^|[/\s(])(?:1|one)[\s_]*(?:[-−–]|_?minus_?)[\s_]*(?=[a-z])/i;
  const turnedByOne = complement.test(metric);
  const spelled = metric
    .replace(complement, (found) => (/^[/\s(]/.test(found) ? found[0]! : ''))
    .replace(/mIoU/g, ' miou ')
    .replace(/IoU|io_u/g, ' iou ')
    .replace(/mAP/g, ' map ')
    .replace(/R²|R\^2/gi, ' r2 ')
    .replace(/PSNRs?/g, ' psnr ')
    .replace(/F[-_ ]?(1|2|beta)(?![0-9])/gi, ' f$1 ')
    .replace(/HD[-_ ]?95/gi, ' hd95 ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase();
  const parts = spelled.split(/[^a-z0-9]+/).filter((part) => part !== '');
  // what follows `at` says where the score was taken: `dice_at_best_loss`, `recall_at_5`
  const end = parts.findIndex(
    (part, i) => i > 0 && ['at', 'when', 'by', 'over', 'per', 'until'].includes(part),
  );
  const all = (end < 0 ? parts : parts.slice(0, end)).flatMap(known);
  const negated =
    all[0] === 'neg' || all.some((word, i) => word === 'neg' && words.get(all[i - 1] ?? '') === 'plain');
  const of = (kind: Kind): string[] => all.filter((word) => words.get(word) === kind);
  const counts =
    ['epoch', 'step', 'iteration'].includes(all[all.length - 1] ?? '') &&
    all.some((word) => /^(?:best|first|last|max|min)$/.test(word));
  return {
    loss: of('loss'),
    measure: of('measure'),
    score: of('score'),
    void: counts ? [...of('void'), all[all.length - 1]!] : of('void'),
    all,
    turned: Number(turnedByOne) + Number(negated),
  };
}

/** A part as the known words that it is made of, or as it stands. */
function known(part: string): string[] {
  if (words.has(part) || part === 'neg') return [part];
  const bare = part.replace(/\d+$/, '');
  if (bare !== part && words.has(bare)) return [bare];
  if (/^jac{1,2}ar{1,2}d/.test(part)) return ['jaccard', ...(part.includes('loss') ? ['loss'] : [])];
  return together(bare) ?? [part];
}

const shortOnes = new Set(['val', 'acc', 'iou', 'auc', 'mse', 'mae', 'dsc', 'fid']);
const joinable = [...words.keys()].filter((word) => word.length > 3 || shortOnes.has(word));

/** Cuts words that were run together (`valdice`, `diceloss`); null where a rest stays. */
function together(part: string): string[] | null {
  if (part === '') return [];
  for (const word of joinable) {
    if (!part.startsWith(word)) continue;
    const rest = together(part.slice(word.length));
    if (rest !== null) return [word, ...rest];
  }
  return null;
}
