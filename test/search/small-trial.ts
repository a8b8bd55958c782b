// Stands in for a trial's process: speaks its lines, trains nothing, and keeps its epochs in the trial's folder as a training
// keeps checkpoints. The label `config.l2` of a trial makes it misbehave: see `misdeeds`.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface Order {
  readonly folder: string;
  readonly trial: {
    readonly id: string;
    readonly seed: number;
    readonly values: Readonly<Record<string, number>>;
    readonly recipe: { readonly config: { readonly epochs?: number } };
  };
  readonly asks: boolean;
}

const misdeeds: Readonly<
  Record<number, 'breaks' | 'breaks once' | 'is killed' | 'kills itself once' | 'finds no space'>
> = {
  1: 'breaks',
  2: 'breaks once',
  3: 'is killed',
  4: 'kills itself once',
  5: 'finds no space',
};

let order: Order | null = null;
let answered: ((answer: string) => void) | null = null;
let isStopped = false;
const say = (event: object): boolean => process.stdout.write(`${JSON.stringify(event)}\n`);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (order === null) {
    order = JSON.parse(line) as Order;
    void run(order);
  } else if (line.includes('stop')) end();
  else answered?.(line.includes('prune') ? 'prune' : 'go');
});
lines.on('close', end);
process.on('SIGINT', () => undefined);

function end(): void {
  isStopped = true;
  answered?.('go');
}

async function run({ folder, trial, asks }: Order): Promise<void> {
  const own = join(folder, 'trials', trial.id);
  mkdirSync(own, { recursive: true });
  const kept = join(own, 'epochs');
  const log = (word: string): void => {
    appendFileSync(join(folder, 'trained.log'), `${trial.id} ${word}\n`);
  };
  const misdeed = misdeeds[trial.values['config.l2'] ?? 0];
  const isFirst = !existsSync(join(own, 'misbehaved'));
  const rate = trial.values['config.learningRate'] ?? 0.5;
  const epochs = trial.recipe.config.epochs ?? 3;
  const scores: number[] = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as number[]) : [];
  let isPruned = false;
  for (let epoch = Math.max(1, scores.length); epoch <= epochs && !isPruned; epoch += 1) {
    if (epoch > scores.length) {
      await new Promise((resolve) => setTimeout(resolve, Number(process.env.SMALL_TRIAL_MS ?? 5)));
      if (isStopped) return process.exit(3);
      scores.push(rate * (1 - 1 / (epoch + 1)) + trial.seed / 1000);
      writeFileSync(`${kept}.part`, JSON.stringify(scores));
      writeFileSync(kept, JSON.stringify(scores));
      log(`epoch ${epoch}`);
    }
    const answer = new Promise<string>((resolve) => {
      answered = resolve;
    });
    say({ event: 'epoch', epoch, score: scores[epoch - 1] });
    if (asks && !isStopped) isPruned = (await answer) === 'prune';
    if (misdeed && epoch === 2) {
      writeFileSync(join(own, 'misbehaved'), '');
      if (misdeed === 'breaks' || (misdeed === 'breaks once' && isFirst)) {
        console.error(
          'a line of no interest\nError: the loss fell off the table\n    at nowhere (file.js:1:1)',
        );
        return process.exit(1);
      }
      if (misdeed === 'is killed' || (misdeed === 'kills itself once' && isFirst))
        process.kill(process.pid, 'SIGKILL');
      if (misdeed === 'finds no space') {
        say({ event: 'problem', line: `${folder} cannot be written to: no space is left there` });
        return process.exit(4);
      }
    }
  }
  log('ended');
  say({
    event: 'recorded',
    record: {
      id: trial.id,
      name: trial.id,
      source: 'local',
      state: isPruned ? 'pruned' : 'finished',
      sweep: 'small',
      url: null,
      created: '2026-01-01T00:00:00.000Z',
      tags: [],
      config: { learning_rate: rate, gpu: process.env.CUDA_VISIBLE_DEVICES ?? 'all' },
      summary: isPruned
        ? {}
        : { best_val_jaccard: Math.max(...scores), seconds: 1, epochs_run: scores.length },
      about: { configuration: Number(trial.id.slice(1, 5)), values: JSON.stringify(trial.values) },
      history: { epoch: scores.map((_, i) => i + 1), val_jaccard: scores },
      notices: [],
    },
  });
  process.exit(0);
}
