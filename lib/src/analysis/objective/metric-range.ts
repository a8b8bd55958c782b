import type { Objective } from '../../types';
import { finite, type Numbers } from '../statistics/numbers';
import { metricWords } from './metric-words';

const fractions = new Set(
  `dice dices dsc iou ious miou jaccard jacard jaccards jacards jacc accuracy accuracies acc f1 f2 fscore fbeta fmeasure auc
  auroc auprc aucroc aucpr rocauc ap map precision recall sensitivity specificity tpr tnr ppv npv pq aji nsd top1 top5
  ssim msssim fpr fnr fdr eer ece success purity`.split(/\s+/),
);
const notNegative = new Set(
  `mse rmse mae mape smape rmsle msle fid hausdorff hd hd95 assd asd distance dist time times seconds sec secs ms
  runtime duration latency perplexity ppl wer cer lpips psnr brier error errors`.split(/\s+/),
);

/** Bounds of a metric, and what was noticed when the data were held against them. */
export interface MetricRange {
  readonly range: Objective['range'];
  /**
   * True where the signs of the values contradict the name (a share below 0, `neg_mean_squared_error` above 0): whoever
   * logged it turned the sign, or did not.
   */
  readonly negated: boolean;
  /** One sentence, or null. */
  readonly notice: string | null;
}

/** Bounds by the metric's name, checked against its values: shares lie in [0, 1], or in [0, 100] as percentages. */
export function metricRange(metric: string, values: Numbers): MetricRange {
  const words = metricWords(metric);
  const known = finite(values).slice().sort();
  const [least, most] = [known[0] ?? 0, known[known.length - 1] ?? 0];
  const share =
    words.void.length === 0 &&
    words.measure.length === 0 &&
    (words.loss.length === 0 ||
      words.loss.every((word) => fractions.has(word)) ||
      /error_?rate/i.test(metric)) &&
    (words.loss.length > 0 || words.score.some((word) => fractions.has(word)));
  const none = (notice: string | null, negated = false): MetricRange => ({ range: null, negated, notice });
  if (!share) {
    const turned = words.all.includes('neg') && words.loss.length > 0 && known.length > 0 && least > 0;
    if (turned) return none(`${metric} is above 0 in every run`, true);
    const sure =
      words.turned === 0 &&
      words.void.length === 0 &&
      words.all.some((word) => notNegative.has(word)) &&
      least >= 0;
    return { range: sure ? [0, null] : null, negated: false, notice: null };
  }
  if (known.length === 0) return { range: [0, 1], negated: false, notice: null };
  if (most <= 0 && least < 0) return none(`${metric} is never above 0`, true);
  if (least < 0) {
    const below = known.filter((value) => value < 0).length;
    return none(`${below} of ${known.length} values are below 0, so no bounds are taken for it`);
  }
  if (most <= 1 + 1e-6) return { range: [0, 1], negated: false, notice: null };
  const above = known.filter((value) => value > 1).length;
  if (most > 100 + 1e-4)
    return none(`its values go up to ${Number(most.toPrecision(4))}, so no bounds are taken for it`);
  if (most > 2 && above >= known.length / 2)
    return { range: [0, 100], negated: false, notice: `values above 1, so they are percentages` };
  return none(
    `${above} of ${known.length} values are above 1 and the others are not: fractions and percentages may be mixed, so no bounds are taken for it`,
  );
}
