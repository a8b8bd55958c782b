/** What an array job needs to know. */
export interface ArrayJob {
  /** Name of the search, as jobs are called. */
  readonly name: string;
  /** Search folder, absolute. */
  readonly folder: string;
  /** Checkout of the collection, absolute: jobs run in it. */
  readonly checkout: string;
  /** Path of Node. */
  readonly node: string;
  /** Longest time of a job in the scheduler's own words, for example `12:00:00`; default the scheduler's. */
  readonly time?: string;
  /** Partition of Slurm or queue of PBS; default the scheduler's. */
  readonly partition?: string;
  /** Processor cores of a job; default the scheduler's. */
  readonly cpus?: number;
  /** GPUs of a job; default none asked for. */
  readonly gpus?: number;
  /** Memory of a job, for example `16G`; default the scheduler's. */
  readonly memory?: string;
}

/**
 * Script of a Slurm array job. Task i runs trial i of the search's plan, counted from the script's first argument (default 0).
 * A minute before its time is up, and where it is preempted, a task saves its trial and has itself queued again.
 */
export function slurmScript(job: ArrayJob): string {
  const { name, folder, time, partition, cpus, gpus, memory } = job;
  return script([
    `#SBATCH --job-name=${word(name)}`,
    `#SBATCH --output=${inComment(`${folder}/logs/%A-%a.log`)}`,
    '#SBATCH --open-mode=append',
    '#SBATCH --requeue',
    '#SBATCH --signal=B:USR1@60',
    ...(time === undefined ? [] : [`#SBATCH --time=${time}`]),
    ...(partition === undefined ? [] : [`#SBATCH --partition=${partition}`]),
    ...(cpus === undefined ? [] : [`#SBATCH --cpus-per-task=${cpus}`]),
    ...(gpus === undefined ? [] : [`#SBATCH --gres=gpu:${gpus}`]),
    ...(memory === undefined ? [] : [`#SBATCH --mem=${memory}`]),
    '',
    `cd ${quoted(job.checkout)} || exit 1`,
    '# srun hands signals on: those of the time limit, of preemption and of scancel --signal',
    `exec srun --quiet --ntasks=1${cpus === undefined ? '' : ` --cpus-per-task=${cpus}`} ${quoted(job.node)} scripts/search/task.mjs --out ${quoted(folder)} --trial $(( \${1:-0} + SLURM_ARRAY_TASK_ID ))`,
  ]);
}

/**
 * The same for PBS. A trial that was ended by its time limit is submitted again by its own job, as PBS does not queue a job
 * again on request of its owner.
 */
export function pbsScript(job: ArrayJob): string {
  const { name, folder, time, partition, cpus, gpus, memory } = job;
  const select = [
    'select=1',
    ...(cpus === undefined ? [] : [`ncpus=${cpus}`]),
    ...(gpus === undefined ? [] : [`ngpus=${gpus}`]),
    ...(memory === undefined ? [] : [`mem=${memory.replace(/^(\d+)([KMGT])B?$/i, '$1$2B').toLowerCase()}`]),
  ];
  return script([
    `#PBS -N ${word(name).slice(0, 15)}`,
    `#PBS -o ${folder}/logs/`,
    '#PBS -j oe',
    '#PBS -r y',
    ...(time === undefined ? [] : [`#PBS -l walltime=${time}`]),
    ...(partition === undefined ? [] : [`#PBS -q ${partition}`]),
    ...(select.length === 1 ? [] : [`#PBS -l ${select.join(':')}`]),
    '',
    `cd ${quoted(job.checkout)} || exit 1`,
    'trial=${UNETLAB_TRIAL:-$PBS_ARRAY_INDEX}',
    `${quoted(job.node)} scripts/search/task.mjs --out ${quoted(folder)} --trial "$trial" &`,
    'task=$!',
    "trap 'kill -TERM $task' TERM USR1",
    'wait $task; code=$?',
    'while kill -0 $task 2>/dev/null; do wait $task; code=$?; done',
    '# 75: saved, and to be gone on with',
    `if [ $code = 75 ]; then qsub -v UNETLAB_TRIAL="$trial" ${quoted(`${folder}/submit.pbs`)}; fi`,
    'exit $code',
  ]);
}

function script(lines: readonly string[]): string {
  return `${['#!/bin/bash', ...lines].join('\n')}\n`;
}

/** A name that both schedulers take. */
function word(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_.-]/g, '_');
  return /^[A-Za-z]/.test(plain) ? plain : `s${plain}`;
}

/** A path in a line for Slurm, which takes quotes where there are blanks. */
function inComment(path: string): string {
  return /^[\w./%-]+$/.test(path) ? path : `"${path}"`;
}

/** For a shell, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
