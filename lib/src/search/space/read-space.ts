import { basename } from 'node:path';
import { recipes } from '../../recipes';
import { nearNames } from '../../text';
import { gridSize, largestGrid } from './grid';
import { readFolds, readSeeds } from './read-folds';
import { readObjective } from './metric-names';
import { readParameters } from './read-parameters';
import { readPruning } from './read-pruning';
import type { SearchSpace } from './search-space';
import { changeable, withSize } from './sizes';
import { entry, SpaceFile } from './space-file';
import { yamlTree, type YamlMap, type YamlNode } from './yaml-tree';

export interface ReadSpaceOptions {
  /** One of the file's `sizes`; default the space as it stands. */
  readonly size?: string;
  /** Receives a line for what is left out, or read otherwise than W&B would. */
  readonly onNotice?: (line: string) => void;
}

const methods = ['grid', 'random', 'bayes', 'cma-es', 'qmc'] as const;
/** Keys of W&B that say how and where its agents run a program. */
const unused = [
  'program',
  'command',
  'project',
  'entity',
  'description',
  'controller',
  'apiVersion',
  'kind',
  'job',
  'image_uri',
  'launch',
  'scheduler',
];
const keys = ['name', ...changeable, 'sizes'];
/** Said once, where a reader of W&B's would expect them to count. */
const said = ['program', 'command'];

/**
 * Reads a search space: a W&B sweep configuration (YAML or JSON), with a few keys more. Names of parameters are recipe
 * fields or what people call them; every value is checked.
 *
 * @param fileName for messages, and for the name where the space has none
 * @throws one line with the file, the line, what is wrong and what to write
 */
export function readSpace(text: string, fileName: string, options: ReadSpaceOptions = {}): SearchSpace {
  const file = new SpaceFile(basename(fileName), options.onNotice ?? (() => undefined));
  const whole = file.map(yamlTree(text, file.name), 'a search space', 'method: random');
  file.keys(whole, 'a search space', [...keys, ...unused]);
  const { plain, sizes } = withSize(file, whole);
  for (const [name, map] of sizes) readKeys(name === options.size ? file : file.silent(), map);
  if (options.size === undefined) return readKeys(file, plain);
  const map = sizes.get(options.size);
  if (map) return readKeys(file.silent(), map);
  const there = [...sizes.keys()];
  throw new Error(
    `${file.name} has no size ${options.size}; ${there.length > 0 ? `there are ${there.join(', ')}` : 'it names none under sizes:'}`,
  );
}

function readKeys(file: SpaceFile, map: YamlMap): SearchSpace {
  const needed = (key: string, example: string): YamlNode =>
    entry(map, key) ?? file.fail(map.line, `a search space needs ${key}, for example ${example}`);
  const optional = <T>(key: string, fallback: T, read: (node: YamlNode) => T): T => {
    const node = entry(map, key);
    return node && !(node.kind === 'scalar' && node.value === null) ? read(node) : fallback;
  };
  const not = map.entries.filter(({ key }) => said.includes(key));
  if (not[0])
    file.notice(not[0].line, `${not.map(({ key }) => key).join(' and ')} not used: trainings run here`);

  const method = file.choice(needed('method', 'method: random'), 'method', methods);
  const parameters = readParameters(
    file,
    needed('parameters', 'parameters: {learning_rate: {values: [0.001, 0.0001]}}'),
  );
  const base = optional('base', 'plan', (node) => readBase(file, node));
  const space: SearchSpace = {
    name: optional('name', basename(file.name).replace(/\.(?:ya?ml|json)$/i, ''), (node) =>
      file.text(node, 'name'),
    ),
    method,
    objective: readObjective(file, entry(map, 'metric')),
    parameters: parameters.parameters,
    base,
    data: optional('data', null, (node) => file.text(node, 'data')),
    folds: readFolds(file, entry(map, 'folds'), parameters),
    seeds: readSeeds(file, entry(map, 'seeds'), parameters.seeds),
    seed: optional('seed', 1, (node) => file.count(node, 'seed', 0)),
    budget: readBudget(file, map),
    prune: readPruning(file, entry(map, 'early_terminate'), { parameters: parameters.parameters, base }),
    outOfMemory: optional('on_out_of_memory', 'halve', (node) =>
      file.choice(node, 'on_out_of_memory', ['halve', 'skip'] as const),
    ),
    retries: optional('retries', 1, (node) => file.count(node, 'retries', 0)),
  };
  checkMethod(file, space, map);
  return space;
}

function readBase(file: SpaceFile, node: YamlNode): string {
  const base = file.text(node, 'base');
  const names = ['plan', ...Object.keys(recipes)];
  if (names.includes(base) || base.endsWith('.json')) return base;
  const near = nearNames(base, names);
  return file.fail(
    node.line,
    `base cannot be ${base}; allowed: ${names.join(', ')}, or a recipe file (….json)${near.length > 0 ? `; is it ${near.join(', ')}?` : ''}`,
  );
}

function readBudget(file: SpaceFile, map: YamlMap): SearchSpace['budget'] {
  const cap = entry(map, 'run_cap');
  const runs = cap ? file.count(cap, 'run_cap', 1) : null;
  const node = entry(map, 'budget');
  if (!node || (node.kind === 'scalar' && node.value === null)) return { trials: runs, hours: null };
  const budget = file.map(node, 'budget', '{trials: 30, hours: 8}');
  file.keys(budget, 'budget', ['trials', 'hours']);
  const [trials, hours] = [entry(budget, 'trials'), entry(budget, 'hours')];
  const time = hours ? file.number(hours, 'budget: hours', 0) : null;
  if (time === 0) file.fail(hours!.line, 'budget: hours cannot be 0; allowed: numbers above 0');
  return { trials: trials ? file.count(trials, 'budget: trials', 1) : runs, hours: time };
}

/** What a method cannot do with a space, and what it does otherwise than its reader may think. */
function checkMethod(file: SpaceFile, space: SearchSpace, map: YamlMap): void {
  const { method, parameters, budget, objective } = space;
  const line = map.entries.find(({ key }) => key === 'method')!.line;
  const varied = parameters.filter(({ distribution }) => distribution.kind !== 'constant');
  if (method === 'grid') {
    const size = gridSize(file, space, map);
    if (size > largestGrid)
      file.fail(
        line,
        `the grid has ${size} configurations, more than ${largestGrid}; write method: random, or fewer values`,
      );
    return;
  }
  if (varied.length === 0)
    file.fail(line, `nothing varies, so ${method} has nothing to suggest; write method: grid`);
  if (method === 'cma-es') {
    const ranges = varied.filter(({ distribution }) => distribution.kind !== 'categorical');
    if (ranges.length < 2)
      file.fail(
        line,
        'method cma-es needs two or more parameters with a range (min and max); write method: bayes',
      );
    const drawn = varied.filter(({ distribution }) => distribution.kind === 'categorical');
    if (drawn.length > 0)
      file.notice(
        line,
        `cma-es draws ${drawn.map(({ name }) => name).join(', ')} by chance: it moves along ranges only`,
      );
  }
  if (budget.trials === null && budget.hours === null)
    file.notice(
      line,
      `without a budget the search goes on until it is stopped; write for example budget: {trials: 30}`,
    );
  if (
    objective.metric.endsWith('_loss') &&
    varied.some(({ path }) => path === 'loss' || path.startsWith('diceOptions'))
  )
    file.notice(
      line,
      'losses of different kinds cannot be compared; write metric: {name: val_jaccard, goal: maximize}',
    );
}
