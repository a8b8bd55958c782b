import { isDate } from '../analysis';

/** A list of words or phrases, apart by commas. */
const listed = (text: string): ReadonlySet<string> => new Set(text.split(/,\s*/));
/** The same with nothing between the words of a phrase: `batch_size`, `batch size` and `batchsize` are one name. */
const joined = (text: string): ReadonlySet<string> => listed(text.replaceAll(' ', '').replaceAll('\n', ''));

/** What a result's name begins with. */
const firstOfResults = listed(
  'best, final, last, total, mean, min, max, val, valid, validation, test, train, training, eval, loss, acc, accuracy, ' +
    'epoch, step, dice, iou, jacard, jaccard, precision, recall, auc, f1, runtime, duration, seconds, minutes, hours, ' +
    'elapsed, latency, walltime, elapsedtime, trainingtime, traintime, state, error, checkpoint',
);
/** What a result's name of several words may end in. */
const lastOfResults = listed('completed, seconds, secs, sec, s, ms, time, stability, gap, successful');
/** Scores, wherever they stand in a column's name. */
const scores = listed(
  'dice, dsc, iou, miou, jacard, jaccard, acc, accuracy, auc, auroc, f1, fscore, recall, sensitivity, specificity, mse, ' +
    'rmse, mae, psnr, ssim, hausdorff, hd95, assd, asd, nsd, pq, aji, kappa, mcc, fid, kid, lpips, nll, map, map50, bleu, ' +
    'score, reward, perplexity',
);
const lastOfScores = listed('loss, error, precision');

/** What a setting's name of several words ends in, although it may begin like a result's. */
const lastOfSettings = listed(
  'type, function, fn, name, size, split, fraction, ratio, percent, weight, weights, requested, patience, seed, rate, lr, ' +
    'threshold, smooth',
);
const bounds = listed('max, min, num, n');
const bounded = joined(
  'lr, epoch, epochs, depth, features, iter, iterations, steps, bins, samples, samples split, samples leaf, leaf nodes, ' +
    'layers, filters, channels, length',
);
const parts = listed('train, training, test, val, validation');
const ofParts = listed('size, split, samples, data, steps');

const settingMarks = listed('config, param, params, hparam, hparams');
const settings = joined(
  'lr, learn rate, learning rate, init learn rate, init learning rate, initial learn rate, initial learning rate, init lr, ' +
    'initial lr, lr sched, lr schedule, lr scheduler, sched, schedule, scheduler, batch, batch size, mini batch, ' +
    'mini batch size, bs, drop, dropout, drop rate, dropout rate, optim, optimizer, epochs, max epochs, num epochs, n epochs, ' +
    'architecture, arch, model, model name, model type, backbone, encoder, network, depth, max depth, kernel, kernel size, ' +
    'momentum, weight decay, wd, l1, l2, l2 reg, l2 regularization, solver, regularization, seed, random seed, random state, ' +
    'patience, augment, augments, augmentation, augmentations, activation, hidden, hidden size, hidden dim, hidden units, ' +
    'alpha, beta, gamma, loss, loss type, loss function, loss fn, loss name, image size, input size, input shape, patch, ' +
    'patch size, crop, crop size, norm, normalization, warmup, warmup steps, precision, c, ' +
    'filters, base filters, num filters, n filters, init filters, features, base features, num features, n features, ' +
    'init features, channels, base channels, num channels, n channels, init channels, layers, base layers, num layers, ' +
    'n layers, init layers, units, base units, num units, n units, init units, estimators, base estimators, ' +
    'num estimators, n estimators, init estimators',
);

const bookkeeping = joined(
  ', index, #, no, no., nr, nr., id, id., name, run, run id, run name, run nr, run number, trial, trial id, trial name, ' +
    'trial number, experiment, experiment id, experiment name, exp, uuid, date, time, timestamp, datetime, created, ' +
    'created at, start, started, start at, started at, start time, started time, end, ended, end at, ended at, end time, ' +
    'ended time, finished at, host, hostname, node, user, author, machine, gpu, device, pid, commit, url, link, note, notes, ' +
    'comment, comments, description, tag, tags, state, status',
);
const lastOfBookkeeping = listed('path, dir, file, folder');

const path = /^(?:[A-Za-z]:)?[./\\~]*[\w.=-]+(?:[/\\][\w.=,-]+)+\.?\w*$/;

/** The words of a column's name, in lower case: `MiniBatchSize` and `mini_batch/size` have three. */
export function wordsOf(column: string): readonly string[] {
  const spaced = /[\s_]/.test(column) ? column : column.replace(/([a-z])([A-Z])/g, '$1_$2');
  return spaced.toLowerCase().split(/[_\s./-]+/);
}

/** A column's name with nothing between its words, in lower case. */
export function joinedName(column: string): string {
  return wordsOf(column).join('');
}

/** Whether a column's name sounds like a result (`best_val_jacard`, `total_epochs`) and not like a setting. */
export function soundsLikeResult(column: string): boolean {
  const words = wordsOf(column);
  const last = words.at(-1)!;
  return (
    (firstOfResults.has(words[0]!) ||
      (words.length > 1 && lastOfResults.has(last)) ||
      words.some((word) => scores.has(word))) &&
    !(words.length > 1 && lastOfSettings.has(last)) &&
    !(bounds.has(words[0]!) && bounded.has(words.slice(1).join(''))) &&
    !(words.length === 2 && parts.has(words[0]!) && ofParts.has(last))
  );
}

/** Whether a column's name is that of a score and of nothing else: `val_dice`, never `epoch` or `runtime`. */
export function soundsLikeScore(column: string): boolean {
  const words = wordsOf(column);
  return (
    soundsLikeResult(column) && (words.some((word) => scores.has(word)) || lastOfScores.has(words.at(-1)!))
  );
}

/** Whether a column's name is a hyperparameter's: `lr`, `batch_size`, `config.optimizer`. */
export function isKnownSetting(column: string): boolean {
  const words = wordsOf(column);
  return (
    settings.has(joinedName(column)) || (settingMarks.has(words[0]!) && settings.has(words.slice(1).join('')))
  );
}

/** Whether a column is bookkeeping by its name: ids, names, dates, machines, paths. */
export function isBookkeeping(column: string): boolean {
  const words = wordsOf(column);
  return (
    bookkeeping.has(joinedName(column)) ||
    words[0]!.startsWith('git') ||
    (words.length > 1 && lastOfBookkeeping.has(words.at(-1)!)) ||
    /^unnamed: \d+$|(?:path|logdir)$/i.test(column)
  );
}

/** Whether all cells of a column are dates or paths, and so neither settings nor results. */
export function holdsBookkeeping(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return (
    filled.length > 0 &&
    (filled.every(isDate) || (filled.every((cell) => path.test(cell.trim())) && new Set(filled).size > 1))
  );
}
