import type { RunRecord } from '../../types';
import { goalByName } from '../objective/goal-by-name';
import { metricWords } from '../objective/metric-words';
import type { Factor, UnusableFactor } from './factors';
import { isDate } from './is-date';

/** Columns that W&B's tables have about a run itself. */
const aboutTheRun = new Set(
  `ID,Name,Notes,User,Agent,State,Tags,Created,Updated,Runtime,Sweep,Group,Job Type,End Time,Start Time,Heartbeat,Host,Hostname,
  OS,Python Version,GPU Type,GPU Count,CPU Count,Commit,GitHub,Git,Command,Description,Executable,Project,Entity,Relative Time (Process)`
    .split(',')
    .map((name) => name.trim()),
);

type Found = Pick<UnusableFactor, 'kind' | 'reason'> | null;

/**
 * Why a configuration key is no setting although it varies: bookkeeping of the source, a date, a path, an address, a
 * name or other text that tells the runs apart, a seed (runs that differ only in it are repeats), or another result.
 *
 * @param factor the key's column, as a factor.
 */
export function notASetting(records: readonly RunRecord[], factor: Factor): Found {
  const { name } = factor;
  if (records.every(({ source }) => source === 'csv' || source === 'folder') && aboutTheRun.has(name))
    return { kind: 'bookkeeping', reason: `${name} is a column that W&B keeps about the run itself` };
  if (isSeed(name))
    return {
      kind: 'seed',
      reason: `${name} is a seed: runs that differ only in it are repeats of one setting`,
    };
  return factor.kind === 'level' ? wordsOf(records, factor) : numbersOfRuns(records, factor);
}

/** Whether a key holds the start of chance, or the number of a repeat. */
export function isSeed(name: string): boolean {
  return /(?:^|[._\s-])(?:seed|seeds|random_?state|rng|replicate|repetition|repeat)(?:$|[._\s-])|[a-z]Seed$|randomState$/i.test(
    name,
  );
}

const address = /^(?:[a-z][a-z0-9+.-]*:\/\/|www\.)/i;
const path =
  /^(?:\/|~\/|\.{1,2}[\\/]|[A-Za-z]:[\\/])|[\\/][^\\/]+[\\/]|\.(?:pth?|ckpt|h5|hdf5|keras|onnx|safetensors|csv|tsv|json|jsonl|ya?ml|toml|py|ipynb|log|txt|zip|npy|npz|tiff?|png)$/i;
const idName =
  /(?:^|[._\s-])(?:id|uuid|guid|hash|sha|commit|slug)$|(?:^|[._\s-])(?:run|trial|experiment|exp|job|display|wandb)[._\s-]?(?:id|name|dir|no|number|index)$|[a-z](?:Id|Uuid)$|^(?:name|run|trial|notes?|comments?|description|host(?:name)?|user(?:name)?)$/i;

function wordsOf(records: readonly RunRecord[], { name, levels, count, missing }: Factor): Found {
  const words = levels.filter((level) => level !== null);
  const present = records.length - missing;
  const all = (pattern: RegExp): boolean => words.length > 0 && words.every((word) => pattern.test(word));
  if (words.length > 0 && words.every(isDate)) return { kind: 'date', reason: `${name} holds dates` };
  if (all(address)) return { kind: 'path', reason: `${name} holds addresses` };
  if (all(path)) return { kind: 'path', reason: `${name} holds paths of files or folders` };
  const named = records.filter(
    (record, i) => levels[i] != null && (levels[i] === record.name || levels[i] === record.id),
  ).length;
  if (named > present / 2) return { kind: 'identifier', reason: `${name} repeats the names of the runs` };
  if (idName.test(name))
    return { kind: 'identifier', reason: `${name} is a name or a note of each run, not a setting` };
  if (count > mostWords && count >= 0.8 * present)
    return {
      kind: 'identifier',
      reason:
        count === present
          ? `${name} is different text in each of ${present} runs, like a name`
          : `${name} is different text in ${count} of ${present} runs, like a name or a note`,
    };
  return null;
}

/** Texts that a setting may have at most before nearly as many texts as runs make it a name. */
const mostWords = 12;

function numbersOfRuns(records: readonly RunRecord[], { name, numbers, count, missing }: Factor): Found {
  const present = records.length - missing;
  const values = Array.from(numbers!).filter(Number.isFinite);
  const whole = values.every(Number.isInteger);
  if (
    whole &&
    count === present &&
    count > 2 &&
    (idName.test(name) || /^(?:number|index|idx|pid|rank)$/i.test(name))
  )
    return { kind: 'identifier', reason: `${name} numbers the runs` };
  if (/(?:^|_)timestamp$|^(?:created|started|start_time|end_time|date|time_stamp)$/i.test(name))
    return { kind: 'date', reason: `${name} holds times` };
  const { loss, score, all } = metricWords(name);
  // `f1` and `map` alone may be anything
  const result = loss.length > 0 || score.some((word) => plain.test(word) || all.length > 1);
  if (result && goalByName(name) !== null && !whole && all.every((word) => plainOr(loss, score).has(word)))
    return { kind: 'result', reason: `${name} is another result of the run by its name` };
  return null;
}

const plain = /^(?:dice|dsc|iou|miou|jac{1,2}ard|accuracy|auc|auroc|psnr|ssim)$/;

function plainOr(...told: (readonly string[])[]): Set<string> {
  return new Set([
    ...told.flat(),
    ...'val valid validation test train training best final last mean avg average macro coef coefficient score rate metric index mean epoch'.split(
      ' ',
    ),
  ]);
}
