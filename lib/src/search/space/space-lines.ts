import { listedCount } from './grid';
import type { Distribution, SearchSpace } from './search-space';

/** A space as it was read, one line a key, for the screen that a search starts with. */
export function spaceLines(space: SearchSpace): string[] {
  const { method, objective, parameters, base, data, folds, seeds, budget, prune, outOfMemory, retries } =
    space;
  const width = Math.max(...parameters.map(({ path }) => path.length), 10);
  const configurations =
    method === 'grid'
      ? parameters.reduce((product, { distribution }) => product * (listedCount(distribution) ?? NaN), 1)
      : null;
  const many = configurations === null ? budget.trials : Math.min(configurations, budget.trials ?? Infinity);
  const each = seeds.length * folds.only.length;
  const rows: [string, string][] = [
    ['method', `${method}, ${objective.goal === 'maximize' ? 'highest' : 'lowest'} ${objective.metric}`],
    ['base', base],
    ...(data === null ? [] : [['data', data] as [string, string]]),
    ...parameters.map(({ path, distribution }): [string, string] => [path, distributionText(distribution)]),
    [
      'trainings',
      many === null
        ? `${each} a configuration, until ${budget.hours === null ? 'it is stopped' : `${budget.hours} hours are over`}`
        : `${many} configurations × ${each} = ${many * each}${budget.hours === null ? '' : `, at most ${budget.hours} hours`}`,
    ],
    ['seeds', seeds.join(', ')],
    ['folds', `${folds.only.map((index) => index + 1).join(', ')} of ${folds.of} held out`],
    ...(prune === null
      ? []
      : [
          [
            'pruning',
            `${prune.kind} from epoch ${prune.minEpochs} of ${prune.maxEpochs}, one of ${prune.factor} goes on`,
          ] as [string, string],
        ]),
    [
      'trouble',
      `${outOfMemory === 'halve' ? 'batches that do not fit are halved' : 'what does not fit into memory is left out'}; a failed trial is tried again ${retries}×`,
    ],
  ];
  return rows.map(([key, text]) => `${key.padEnd(width)}  ${text}`);
}

export function distributionText(distribution: Distribution): string {
  switch (distribution.kind) {
    case 'constant':
      return String(distribution.value);
    case 'categorical':
      return distribution.values
        .map(
          (value, i) =>
            `${String(value)}${distribution.probabilities ? ` (${distribution.probabilities[i]})` : ''}`,
        )
        .join(', ');
    case 'normal':
    case 'log-normal':
      return `${distribution.kind}, mean ${distribution.mean}, sd ${distribution.sd}${stepText(distribution.step)}`;
    case 'uniform':
    case 'log-uniform':
    case 'int-uniform':
      return `${distribution.low} to ${distribution.high}, ${distribution.kind}${stepText(distribution.step)}`;
  }
}

function stepText(step: number | undefined): string {
  return step === undefined ? '' : `, steps of ${step}`;
}
