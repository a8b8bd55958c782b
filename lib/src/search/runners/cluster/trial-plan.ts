import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../../files';
import type { SearchTrial } from '../../trial/search-trial';

const format = 'unetlab-plan-1';
const file = 'plan.json';

/** Keeps the trials of a search beside it, so that task i of a cluster's job is trial i, whichever machine it runs on. */
export function writeTrialPlan(folder: string, trials: readonly SearchTrial[]): void {
  const path = join(folder, file);
  const there = existsSync(path) ? readTrialPlan(folder) : [];
  const [short, long] = [there, trials].sort((a, b) => a.length - b.length) as [SearchTrial[], SearchTrial[]];
  if (short.some((trial, i) => JSON.stringify(trial) !== JSON.stringify(long[i])))
    throw new Error(`${path} holds another plan of this search; name a new folder with --out`);
  if (there.length >= trials.length) return;
  writeWhole(path, `${JSON.stringify({ format, trials }, null, 1)}\n`);
}

/** The trials of a search that was submitted. @throws one line where there is no plan, or none that can be read */
export function readTrialPlan(folder: string): SearchTrial[] {
  const path = join(folder, file);
  let plan: { readonly format?: string; readonly trials?: SearchTrial[] };
  try {
    plan = JSON.parse(readFileSync(path, 'utf8')) as typeof plan;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error(`${folder} holds no plan: it was not made by npm run search -- submit`);
    throw new Error(`${path} is damaged: it is no JSON; submit the search again`);
  }
  if (plan.format !== format || !Array.isArray(plan.trials))
    throw new Error(`${path} cannot be read: its format is ${plan.format ?? 'not named'}, not ${format}`);
  return plan.trials;
}

/** Numbers in a list as schedulers take it: `0-3,7`. */
export function arrayRanges(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

/**
 * The commands that submit the trials with these numbers, each as its words.
 *
 * @param most tasks of one array that Slurm takes, plus one (`MaxArraySize`)
 */
export function arrayJobs(
  kind: 'slurm' | 'pbs',
  script: string,
  numbers: readonly number[],
  most = 1001,
): (readonly string[])[] {
  // An array of PBS has two tasks at least and no gaps; a task whose trial has a record ends at once.
  if (kind === 'pbs') {
    const [first, last] = [numbers[0] ?? 0, numbers.at(-1) ?? 0];
    return first === last
      ? [['qsub', '-v', `UNETLAB_TRIAL=${first}`, script]]
      : [['qsub', '-J', `${first}-${last}`, script]];
  }
  const size = most - 1;
  const blocks = [...new Set(numbers.map((number) => Math.floor(number / size)))];
  return blocks.map((block) => {
    const own = numbers
      .filter((number) => Math.floor(number / size) === block)
      .map((number) => number % size);
    const from = block * size;
    return ['sbatch', `--array=${arrayRanges(own)}`, script, ...(from === 0 ? [] : [String(from)])];
  });
}
