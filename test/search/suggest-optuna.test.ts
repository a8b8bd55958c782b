import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { environmentProgram } from 'unetlab/notebook';
import {
  openSuggester,
  type Parameter,
  type SearchSpace,
  type Suggester,
  type Suggestion,
} from 'unetlab/search';

interface Direct {
  readonly seed: number;
  readonly searches: Readonly<
    Record<'bayes' | 'cma-es' | 'qmc', Readonly<Record<string, readonly DirectTrial[]>>>
  >;
  readonly pruned: Readonly<Record<'asha' | 'hyperband', readonly DirectTrial[]>>;
}

interface DirectTrial {
  readonly values: Suggestion['values'];
  readonly state: 'COMPLETE' | 'PRUNED' | 'FAIL';
  readonly score: number | null;
  readonly reports: readonly number[];
}

const python = environmentProgram('python');
const hasOptuna = python !== null && spawnSync(python, ['-c', 'import optuna, cmaes, scipy']).status === 0;
const skip = hasOptuna ? false : 'Optuna is not installed: npm run setup';

const range = (
  path: string,
  kind: 'uniform' | 'log-uniform' | 'int-uniform',
  low: number,
  high: number,
  step?: number,
): Parameter => ({
  path,
  name: path,
  distribution: { kind, low, high, ...(step !== undefined && { step }) },
});
const parameters: Readonly<Record<string, readonly Parameter[]>> = {
  sphere: ['x', 'y', 'z'].map((path) => range(path, 'uniform', -5, 5)),
  branin: [range('x', 'uniform', -5, 10), range('y', 'uniform', 0, 15)],
  mixed: [
    range('rate', 'log-uniform', 1e-5, 1),
    range('batch', 'uniform', 2, 32, 2),
    range('depth', 'int-uniform', 1, 6),
    {
      path: 'loss',
      name: 'loss',
      distribution: { kind: 'categorical', values: ['dice', 'focal', 'combined'] },
    },
    range('drop', 'uniform', 0, 0.5, 0.1),
  ],
  pruned: [
    range('rate', 'log-uniform', 1e-5, 1),
    {
      path: 'loss',
      name: 'loss',
      distribution: { kind: 'categorical', values: ['dice', 'focal', 'combined'] },
    },
  ],
};

const space = (change: Partial<SearchSpace>): SearchSpace => ({
  name: 'a test',
  method: 'bayes',
  objective: { metric: 'best_val_jaccard', goal: 'maximize' },
  parameters: [],
  base: 'plan',
  data: null,
  folds: { of: 4, only: [0] },
  seeds: [1],
  seed: 7,
  budget: { trials: null, hours: null },
  prune: null,
  outOfMemory: 'halve',
  retries: 1,
  ...change,
});

/** The dust of binary fractions, which a recipe is not given: 0.30000000000000004. */
const plain = (values: Suggestion['values']): Suggestion['values'] =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      key === 'drop' ? Number(Number(value).toPrecision(12)) : value,
    ]),
  );

describe('suggestions of Optuna', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'suggest-'));
  let direct: Direct;
  before(() => {
    const text = execFileSync(python!, ['test/fixtures/search/direct.py'], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    direct = JSON.parse(text) as Direct;
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (change: Partial<SearchSpace>, journal?: string): Promise<Suggester> =>
    openSuggester(space({ seed: direct.seed, ...change }), {
      python,
      ...(journal !== undefined && { journal }),
    });

  const compared = {
    bayes: ['sphere', 'branin', 'mixed'],
    'cma-es': ['branin', 'mixed'],
    qmc: ['sphere', 'mixed'],
  } as const;
  for (const method of ['bayes', 'cma-es', 'qmc'] as const)
    for (const name of compared[method])
      it(`are its own for ${method} on ${name}, to the bit`, async () => {
        const goal = name === 'mixed' ? 'maximize' : 'minimize';
        const journal = method === 'bayes' ? join(folder, `${name}.journal`) : undefined;
        const suggester = await open(
          { method, parameters: parameters[name]!, objective: { metric: 'best_val_jaccard', goal } },
          journal,
        );
        const expected = direct.searches[method][name]!;
        assert.equal(expected.length, 30);
        for (const [number, trial] of expected.entries()) {
          const suggestion = await suggester.ask();
          assert.deepEqual(suggestion, { configuration: number, values: plain(trial.values) });
          await suggester.tell(
            number,
            trial.score === null ? { state: 'failed' } : { state: 'finished', score: trial.score },
          );
        }
        await suggester.close();
        if (journal !== undefined) assert.ok(existsSync(journal));
      });

  for (const kind of ['asha', 'hyperband'] as const)
    it(`prunes as its ${kind} does`, async () => {
      const prune = { kind, minEpochs: 3, maxEpochs: 27, factor: 3 };
      const suggester = await open({ parameters: parameters.pruned!, prune });
      const states: string[] = [];
      for (const [number, trial] of direct.pruned[kind].entries()) {
        const suggestion = await suggester.ask();
        assert.deepEqual(suggestion?.values, trial.values, `trial ${number}`);
        let answer = 'go on';
        for (const [i, score] of trial.reports.entries()) {
          assert.equal(answer, 'go on', `trial ${number} was to end before epoch ${i + 1}`);
          answer = await suggester.report(number, i + 1, score);
        }
        assert.equal(answer === 'prune', trial.state === 'PRUNED', `trial ${number}`);
        await suggester.tell(
          number,
          answer === 'prune' ? { state: 'pruned' } : { state: 'finished', score: trial.score! },
        );
        states.push(trial.state);
      }
      await suggester.close();
      assert.ok(states.includes('PRUNED') && states.includes('COMPLETE'), states.join());
    });

  for (const method of ['grid', 'random'] as const)
    it(`prune a ${method} search and leave its configurations as they are`, async () => {
      const change = {
        method,
        parameters: [
          parameters.pruned![1]!,
          { path: 'clip', name: 'clip', distribution: { kind: 'categorical', values: [null, 1] } },
          ...(method === 'grid' ? [] : [range('rate', 'log-uniform', 1e-5, 1)]),
        ],
        budget: { trials: 6, hours: null },
      } satisfies Partial<SearchSpace>;
      const prune = { kind: 'asha', minEpochs: 1, maxEpochs: 9, factor: 3 } as const;
      const judged = await open({ ...change, prune }, join(folder, `${method}.journal`));
      const plain = await openSuggester(space({ seed: direct.seed, ...change }), { python: null });
      const answers: string[] = [];
      for (let number = 0; number < 6; number += 1) {
        const suggestion = await judged.ask();
        assert.deepEqual(suggestion, await plain.ask());
        assert.equal(await judged.report(number, 1, NaN), 'go on', 'no score, no judgement');
        const answer = await judged.report(number, 1, -number);
        assert.equal(
          await judged.report(number, 1, -100),
          'go on',
          'another training of the same configuration',
        );
        answers.push(answer);
        await judged.tell(number, answer === 'prune' ? { state: 'pruned' } : { state: 'finished', score: 1 });
      }
      assert.deepEqual(answers, ['go on', ...Array<string>(5).fill('prune')]);
      if (method === 'grid') assert.equal(await judged.ask(), null);
      await judged.close();
    });

  it('take a score on the way for better where it is higher, whatever is looked for', async () => {
    const prune = { kind: 'asha', minEpochs: 1, maxEpochs: 9, factor: 3 } as const;
    const objective = { metric: 'best_val_loss', goal: 'minimize' } as const;
    const suggester = await open({ parameters: parameters.branin!, prune, objective });
    const answers: string[] = [];
    for (let number = 0; number < 4; number += 1) {
      await suggester.ask();
      answers.push(await suggester.report(number, 1, number)); // each better than the one before
    }
    await suggester.close();
    assert.deepEqual(answers, Array<string>(4).fill('go on'));
  });

  it('go on the same after an interruption, told what was told before', async () => {
    const score = ({ values }: Suggestion): number => Number(values.x) ** 2 + Number(values.y);
    const objective = { metric: 'best_val_loss', goal: 'minimize' } as const;
    // Three trials run at once, as several jobs do; each is told when the third after it is asked for.
    const run = async (journal: string, stopAfter: number): Promise<Suggestion[]> => {
      const suggester = await open({ parameters: parameters.branin!, objective }, journal);
      const suggestions: Suggestion[] = [];
      for (let i = 0; i < stopAfter; i += 1) {
        const suggestion = await suggester.ask();
        assert.ok(suggestion);
        suggestions.push(suggestion);
        const done = suggestions[i - 2];
        if (done) await suggester.tell(done.configuration, { state: 'finished', score: score(done) });
      }
      await suggester.close();
      return suggestions;
    };
    const journal = join(folder, 'again.journal');
    const whole = await run(join(folder, 'whole.journal'), 25);
    await run(journal, 14); // interrupted: 14 asked, 12 told
    const resumed = await run(journal, 25); // replays those, then goes on
    assert.deepEqual(resumed, whole);
    const lines = readFileSync(journal, 'utf8').trim().split('\n').length;
    assert.equal(
      lines,
      readFileSync(join(folder, 'whole.journal'), 'utf8').trim().split('\n').length,
      'the journal is remade',
    );
  });

  it('outlive Ctrl-C, which is for the search to hear, and end with their standard input', async () => {
    const child = spawn(python!, ['-u', 'lib/python/suggest.py'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (line: object): Promise<unknown> => {
      child.stdin.write(`${JSON.stringify(line)}\n`);
      return JSON.parse((await answers.next()).value as string);
    };
    const parameters = { lr: { kind: 'float', low: 0, high: 1 } };
    const order = {
      do: 'open',
      name: 'x',
      sampler: 'tpe',
      seed: 1,
      direction: 'maximize',
      prune: null,
      journal: null,
      parameters,
    };
    await ask(order);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const) child.kill(signal);
    assert.equal(((await ask({ do: 'ask' })) as { number: number }).number, 0);
    assert.deepEqual(await ask({ do: 'tell', number: 7, state: 'failed' }), { error: 'Optuna: 7' });
    child.stdin.end();
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });
});
