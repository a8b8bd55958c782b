import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  dashboardCommand,
  needsOptuna,
  openSuggester,
  plannedConfigurations,
  quantile,
  readSpace,
  type SearchSpace,
  type Suggestion,
} from 'unetlab/search';

const wandb = JSON.parse(readFileSync('test/fixtures/search/wandb-distributions.json', 'utf8')) as {
  readonly shares: readonly number[];
  readonly cases: readonly {
    readonly name: string;
    readonly parameter: Readonly<Record<string, unknown>>;
    readonly values: readonly number[];
  }[];
};

const space = (text: string): SearchSpace => readSpace(text, 'space.yaml');
const random = (seed: number, parameters: string, trials = 40): SearchSpace =>
  space(`method: random\nseed: ${seed}\nbudget: {trials: ${trials}}\nparameters:\n${parameters}`);

async function all(of: SearchSpace): Promise<Suggestion[]> {
  const suggester = await openSuggester(of, { python: null });
  const suggestions: Suggestion[] = [];
  const most = of.budget.trials ?? Infinity;
  for (let next = await suggester.ask(); next; next = await suggester.ask()) {
    suggestions.push(next);
    if (suggestions.length >= most) break;
  }
  await suggester.close();
  return suggestions;
}

describe('draws', () => {
  for (const { name, parameter, values } of wandb.cases)
    it(`of ${name} ${JSON.stringify(parameter)} are W&B’s`, () => {
      const [read] = space(
        `method: random\nparameters: {${JSON.stringify(name)}: ${JSON.stringify(parameter)}}\n`,
      ).parameters;
      for (const [i, share] of wandb.shares.entries()) {
        const [got, want] = [Number(quantile(read!, share)), values[i]!];
        assert.ok(
          Math.abs(got - want) <= 1e-6 * Math.abs(want),
          `at ${share}: ${got}, W&B ${want}, tolerance 1e-6`,
        );
      }
    });

  it('stay where a field ends, and on multiples within the ends', () => {
    const [dropout, size] = random(
      1,
      '  dropout: {distribution: normal, mu: 0.1, sigma: 1}\n  bs: {distribution: q_log_uniform_values, min: 10, max: 50, q: 8}\n',
    ).parameters;
    for (const share of [0, 1e-9, 0.5, 1 - 1e-9, 1]) {
      const drawn = Number(quantile(dropout!, share));
      assert.ok(drawn >= 0 && drawn <= 0.95, String(drawn));
      assert.ok([16, 24, 32, 40, 48].includes(Number(quantile(size!, share))));
    }
    // scipy.stats.truncnorm.ppf(0.5, -0.1, 0.85, 0.1, 1)
    assert.ok(Math.abs(Number(quantile(dropout!, 0.5)) - 0.4351785782790736) < 1e-6);
  });
});

describe('a random search', () => {
  const text =
    '  lr: {distribution: log_uniform_values, min: 1e-5, max: 0.1}\n  bs: {values: [4, 8]}\n  depth: {value: 3}\n';
  it('is its seed’s', async () => {
    const [one, again, other] = await Promise.all([
      all(random(3, text)),
      all(random(3, text)),
      all(random(4, text)),
    ]);
    assert.equal(one.length, 40);
    assert.deepEqual(one, again);
    assert.notDeepEqual(one, other);
    assert.deepEqual(Object.keys(one[0]!.values), ['config.learningRate', 'config.batchSize', 'model.depth']);
    assert.deepEqual(
      one.map(({ configuration }) => configuration),
      one.map((_, i) => i),
    );
    assert.deepEqual(plannedConfigurations(random(3, text)), one);
    // Numbers of today: a search that was begun goes on as it began.
    assert.deepEqual(one[1]!.values, {
      'config.learningRate': 0.0076533102269647855,
      'config.batchSize': 4,
      'model.depth': 3,
    });
  });

  it('tries nothing twice, and ends where nothing new is left', async () => {
    const few = await all(random(1, '  bs: {values: [1, 2, 3]}\n  depth: {min: 2, max: 3}\n'));
    assert.equal(few.length, 6);
    assert.equal(new Set(few.map(({ values }) => JSON.stringify(values))).size, 6);
  });
});

describe('a grid', () => {
  it('needs no Python and ends', async () => {
    const grid = space('method: grid\nparameters: {lr: {values: [0.1, 0.2]}, bs: {values: [1, 2, 3]}}\n');
    assert.equal((await all(grid)).length, 6);
  });
});

describe('what needs Python', () => {
  const bayes = space('method: bayes\nbudget: {trials: 3}\nparameters: {lr: {min: 0.1, max: 0.2}}\n');
  it('is said in one line where Python is missing', async () => {
    assert.equal(needsOptuna(bayes), true);
    const line = /^Optuna, which suggests .* is not installed; type npm run setup$/;
    await assert.rejects(openSuggester(bayes, { python: null }), { message: line });
    await assert.rejects(openSuggester(bayes, { python: '/nowhere/python' }), { message: line });
  });

  it('is said in one line where Optuna is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bare-'));
    const bare = join(folder, 'python');
    writeFileSync(bare, `#!/bin/sh\necho "ModuleNotFoundError: No module named 'optuna'" >&2\nexit 1\n`);
    chmodSync(bare, 0o755);
    await assert.rejects(openSuggester(bayes, { python: bare }), {
      message: /is not installed; type npm run setup \(ModuleNotFoundError: No module named 'optuna'\)$/,
    });
    rmSync(folder, { recursive: true });
  });

  it('says how Optuna ended, and that the search goes on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dying-'));
    const dying = join(folder, 'python');
    writeFileSync(dying, '#!/bin/sh\nread line\necho "{}"\nread line\nkill -9 $$\n');
    chmodSync(dying, 0o755);
    const suggester = await openSuggester(bayes, { python: dying });
    const line = /^Optuna ended \(SIGKILL\); start the same search again, and it goes on$/;
    await assert.rejects(suggester.ask(), { message: line });
    await assert.rejects(suggester.ask(), { message: line });
    await suggester.close();
    rmSync(folder, { recursive: true });
  });

  it('can be watched', () => {
    assert.equal(
      dashboardCommand("out/search/a'b/optuna.journal", '.venv/bin/python'),
      `.venv/bin/python -m pip install --quiet optuna-dashboard==0.21.0 && .venv/bin/optuna-dashboard 'out/search/a'\\''b/optuna.journal'`,
    );
  });
});
