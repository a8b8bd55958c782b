// One trial of a search in a process of its own, which keeps its memory and its crash to itself. It speaks the lines of
// `trial-lines.ts`; when its parent is gone, standard input ends, and so does the trial at its next step, saved.
import { diskProblem } from '../store/disk-problem';
import { runSearchTrial } from './run-search-trial';
import {
  lineSplitter,
  trialEventLine,
  trialExit,
  type TrialAnswer,
  type TrialEvent,
  type TrialOrder,
} from './trial-lines';

const stop = new AbortController();
let order: TrialOrder | null = null;
let answered: ((answer: 'go on' | 'prune') => void) | null = null;

const say = (event: TrialEvent): void => {
  process.stdout.write(trialEventLine(event));
};
const end = (): void => {
  stop.abort();
  answered?.('go on');
};

process.stdin.on(
  'data',
  lineSplitter((line) => {
    if (line.trim() === '') return;
    if (order === null) {
      order = JSON.parse(line) as TrialOrder;
      void run(order);
      return;
    }
    const answer = JSON.parse(line) as TrialAnswer;
    if ('stop' in answer) end();
    else answered?.('prune' in answer ? 'prune' : 'go on');
  }),
);
process.stdin.on('end', end);
process.on('SIGTERM', end);
// Ctrl-C reaches every process of the terminal; the parent says what is to be done.
process.on('SIGINT', () => undefined);
// A parent that is gone reads nothing; the trial ends by its standard input.
process.stdout.on('error', end);

async function run({ folder, trial, asks }: TrialOrder): Promise<void> {
  try {
    const outcome = await runSearchTrial(folder, trial, {
      signal: stop.signal,
      onNotice: (line) => {
        say({ event: 'notice', line });
      },
      onEpoch: async (epoch, score, values) => {
        const answer = new Promise<'go on' | 'prune'>((resolve) => {
          answered = resolve;
        });
        say({ event: 'epoch', epoch, score, ...(values && { values }) });
        return asks && !stop.signal.aborted ? answer : 'go on';
      },
    });
    if (outcome.state === 'interrupted') {
      exit(trialExit.interrupted);
      return;
    }
    say({ event: 'recorded', record: outcome.record });
    exit(trialExit.recorded);
  } catch (error) {
    const problem = diskProblem(folder, error);
    if (problem !== null) {
      say({ event: 'problem', line: problem });
      exit(trialExit.problem);
      return;
    }
    const [first] = (error instanceof Error ? error.message : String(error)).split('\n');
    process.stderr.write(`Error: ${first!}\n`);
    exit(1);
  }
}

/** Ends once everything that was said is out. */
function exit(code: number): void {
  process.stdout.write('', () => {
    process.exit(code);
  });
}
