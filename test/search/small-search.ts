import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { recipes, type FieldValue } from 'unetlab/recipes';
import {
  claimSearch,
  processRunner,
  searchFormat,
  type SearchManifest,
  type SearchSpace,
  type Suggester,
  type TrialRunner,
} from 'unetlab/search';

/** A space that nothing but these tests looks into. */
export const smallSpace: SearchSpace = {
  name: 'small',
  method: 'grid',
  objective: { metric: 'best_val_jaccard', goal: 'maximize' },
  parameters: [],
  base: 'best',
  data: null,
  folds: { of: 2, only: [0] },
  seeds: [1],
  seed: 1,
  budget: { trials: null, hours: null },
  prune: null,
  outOfMemory: 'halve',
  retries: 1,
};

/** A search folder over it, with trials of a few epochs. */
export function smallFolder(folder: string, change: Partial<SearchSpace> = {}, epochs = 3): SearchManifest {
  return claimSearch(folder, {
    format: searchFormat,
    name: 'small',
    space: { ...smallSpace, ...change },
    recipe: { ...recipes.best, config: { ...recipes.best.config, epochs } },
    data: { name: 'none', hash: 'none', folder: '/nowhere', options: {}, objects: 'dark' },
    library: '0.1.0',
    created: '2026-01-01T00:00:00.000Z',
  });
}

/** Suggests what it is given, in order, and prunes what `prune` says; `heard` is all that it was asked and told. */
export function fixedSuggester(
  values: readonly Readonly<Record<string, FieldValue>>[],
  prune: (configuration: number, epoch: number, score: number) => boolean = () => false,
): Suggester & { readonly heard: string[] } {
  const heard: string[] = [];
  let next = 0;
  return {
    heard,
    ask: () => {
      const configuration = next;
      next += 1;
      const here = values[configuration];
      heard.push(`ask ${configuration}`);
      return Promise.resolve(here ? { configuration, values: here } : null);
    },
    report: (configuration, epoch, score) => {
      heard.push(`report ${configuration} ${epoch}`);
      return Promise.resolve(prune(configuration, epoch, score) ? 'prune' : 'go on');
    },
    tell: (configuration, told) => {
      heard.push(
        `tell ${configuration} ${told.state}${told.state === 'finished' ? ` ${told.score.toFixed(3)}` : ''}`,
      );
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

export const smallProgram = join(__dirname, 'small-trial.js');

export function smallRunner(folder: string, milliseconds = 5, gpus: readonly string[] = []): TrialRunner {
  return processRunner({
    folder,
    program: smallProgram,
    gpus,
    env: { SMALL_TRIAL_MS: String(milliseconds) },
  });
}

/** What was trained, in order: `c0000-s1-f0 epoch 1`. */
export function trainedLines(folder: string): string[] {
  const path = join(folder, 'trained.log');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

export const rates = (...list: readonly number[]): Record<string, FieldValue>[] =>
  list.map((rate) => ({ 'config.learningRate': rate }));
