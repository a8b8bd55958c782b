// Runs one trial of a submitted search and keeps its record; what the script of an array job calls:
//   npm run search -- task --out FOLDER --trial N
// On SIGTERM or SIGUSR1 (time limit, preemption) the trial is saved, and under Slurm queued again. Exit code 0: nothing is left
// to do; 75: saved, and to be gone on with by the same command; 1: it failed and is recorded as failed.
import { spawnSync } from 'node:child_process';
import { runTask } from 'unetlab/search';
import { commandLine, stop } from '../command-line.mjs';

const { values } = commandLine(import.meta.url, {
  out: { type: 'string' },
  trial: { type: 'number', least: 0 },
});
if (values.out === undefined || values.trial === undefined)
  stop('name the search folder and the number of the trial: --out FOLDER --trial N');
const {
  SLURM_ARRAY_JOB_ID: array,
  SLURM_ARRAY_TASK_ID: task,
  SLURM_JOB_ID: own,
  SLURM_RESTART_COUNT,
} = process.env;
const job = array === undefined ? own : `${array}_${task}`;
const controller = new AbortController();
let signal = null;
for (const name of ['SIGTERM', 'SIGUSR1', 'SIGINT'])
  process.on(name, () => {
    signal ??= name;
    say(`${name}: ending after this step, saved`);
    controller.abort();
  });

say(`trial ${values.trial} of ${values.out}${SLURM_RESTART_COUNT ? `, restart ${SLURM_RESTART_COUNT}` : ''}`);
try {
  const result = await runTask({
    folder: values.out,
    trial: values.trial,
    signal: controller.signal,
    onLine: say,
    ...(process.env.UNETLAB_TRIAL_PROGRAM && { program: process.env.UNETLAB_TRIAL_PROGRAM }),
  });
  process.exit(ended(result));
} catch ({ message }) {
  say(message);
  process.exit(2);
}

function ended(result) {
  switch (result.state) {
    case 'recorded':
      say(
        `recorded: ${result.record.state}${result.record.state === 'failed' ? `, ${result.record.notices.at(-1)}` : ''}`,
      );
      return result.record.state === 'failed' ? 1 : 0;
    case 'known':
      say('there is a record already');
      return 0;
    case 'held':
      say(`${result.by} runs this trial; nothing done`);
      return 0;
    default:
      say(`saved; ${result.epochs} epochs in this run`);
      return again(result.epochs) ? 0 : 75;
  }
}

/** Whether Slurm queues this task again. One that was cancelled stays so; one that gets nowhere in its time is not repeated. */
function again(epochs) {
  if (job === undefined) return false;
  const { stdout } = spawnSync('squeue', ['-h', '-j', job, '-o', '%T'], { encoding: 'utf8' });
  if ((stdout ?? '').trim() !== 'RUNNING') return false;
  if (signal === 'SIGUSR1' && epochs === 0) {
    say('no epoch was finished in the time of this job: give it more, with --time or in the script');
    return false;
  }
  const { status, stderr } = spawnSync('scontrol', ['requeue', job], { encoding: 'utf8' });
  say(status === 0 ? 'queued again' : `not queued again (${(stderr ?? 'no scontrol').trim()})`);
  return status === 0;
}

function say(line) {
  console.log(`${new Date().toISOString()} ${line}`);
}
