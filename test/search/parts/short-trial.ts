// A trial without a training: speaks the lines of a trial's process, and notes where it was run twice at once.
//   SHORT_TRIAL_EPOCHS   default 3
//   SHORT_TRIAL_STEP     milliseconds of an epoch, default 0
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

interface Order {
  readonly folder: string;
  readonly trial: { readonly id: string; readonly seed: number; readonly configuration: number };
  readonly asks: boolean;
}

const epochs = Number(process.env.SHORT_TRIAL_EPOCHS ?? 3);
const step = Number(process.env.SHORT_TRIAL_STEP ?? 0);
let stopped = false;
const isStopped = (): boolean => stopped;
let answer: ((said: string) => void) | null = null;

function say(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Takes the trial, waiting for a process that has not quite ended. */
async function takeAlone(path: string): Promise<void> {
  for (;;) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      return;
    } catch {
      const pid = Number(existsSync(path) ? readFileSync(path, 'utf8') : 0);
      if (pid > 0 && !isAlive(pid)) rmSync(path, { force: true });
      else if (!stopped) await wait(20);
      else process.exit(3);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function run({ folder, trial, asks }: Order): Promise<void> {
  const own = join(folder, 'trials', trial.id);
  mkdirSync(own, { recursive: true });
  const alive = join(own, 'alive');
  const kept = join(own, 'epochs');
  await takeAlone(alive);
  const log = (word: string): void => {
    appendFileSync(
      join(folder, 'runs.log'),
      `${word} ${trial.id} ${process.pid} ${process.env.WORKER ?? ''}\n`,
    );
  };
  log('begin');
  const done = existsSync(kept) ? Number(readFileSync(kept, 'utf8')) : 0;
  let pruned = false;
  for (let epoch = done + 1; epoch <= epochs && !pruned; epoch++) {
    await wait(step);
    if (stopped) {
      rmSync(alive, { force: true });
      log('stop');
      process.exit(3);
    }
    writeFileSync(kept, String(epoch));
    const said = new Promise<string>((resolve) => (answer = resolve));
    say({ event: 'epoch', epoch, score: trial.configuration / 1000 + epoch / 100 });
    if (asks && !isStopped()) pruned = (await said) === 'prune';
  }
  rmSync(alive, { force: true });
  log('end');
  const record = {
    id: trial.id,
    name: trial.id,
    source: 'local',
    state: pruned ? 'pruned' : 'finished',
    sweep: 'short',
    url: null,
    created: null,
    tags: [],
    config: { seed: trial.seed },
    summary: { best_val_jaccard: trial.configuration / 1000, best_val_loss: 'NaN' },
    history: null,
    notices: [],
  };
  process.stdout.write(`${JSON.stringify({ event: 'recorded', record })}\n`, () => process.exit(0));
}

let rest = '';
let begun = false;
process.stdin.on('data', (chunk: Buffer) => {
  const lines = (rest + chunk.toString()).split('\n');
  rest = lines.pop()!;
  for (const line of lines) {
    const said = JSON.parse(line) as Order | { stop?: true; prune?: true };
    if (!begun) {
      begun = true;
      void run(said as Order);
    } else if ('stop' in said) {
      stopped = true;
      answer?.('stop');
    } else answer?.('prune' in said ? 'prune' : 'go on');
  }
});
process.stdin.on('end', () => {
  stopped = true;
  answer?.('stop');
});
process.on('SIGTERM', () => {
  stopped = true;
  answer?.('stop');
});
