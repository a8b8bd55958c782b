// Submits a search to a cluster as an array job, a task a trial. It needs a folder that all machines share, and no server:
//   npm run search -- submit SPACE.yaml --data DIR --slurm [--size smoke|teach|full] [--out DIR]
//   npm run search -- submit SPACE.yaml --data DIR --pbs
//   --time 12:00:00 --partition NAME --cpus 8 --gpus 1 --memory 16G     what a job asks for; default the scheduler's own
//   --set config.epochs=20     changes the recipe that the space's values are put into
// The script is written beside the search, submit.slurm or submit.pbs: edit it as your cluster wants it, it is kept. The same
// command again submits what has no record yet. Grids and seeded random searches only: others go through the queue.
// How the images are read is said as for npm run train:
//   --images --masks --maskSuffix --group --foreground --ignore --intensity --pages --exclude
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  arrayJobs,
  pbsScript,
  planForCluster,
  prepareSearch,
  readSpace,
  SearchStore,
  slurmScript,
  writeKeptScript,
  writeTrialPlan,
} from 'unetlab/search';
import { asOptions, commandLine, stop } from '../command-line.mjs';
import { dataSetOptions } from '../data-set-options.mjs';
import { inRoot, root } from '../setup/checkout.mjs';

const asked = {
  time: { type: 'string' },
  partition: { type: 'string' },
  cpus: { type: 'number' },
  gpus: { type: 'number' },
  memory: { type: 'string' },
};
const { values, positionals } = commandLine(
  import.meta.url,
  {
    data: { type: 'string' },
    size: { type: 'string' },
    out: { type: 'string' },
    set: { type: 'texts' },
    slurm: { type: 'boolean' },
    pbs: { type: 'boolean' },
    ...asked,
    ...dataSetOptions,
  },
  { allowPositionals: true },
);
if (positionals.length !== 1) stop('name one space: npm run search -- submit SPACE.yaml --data DIR --slurm');
if (values.slurm === values.pbs) stop('name the scheduler: --slurm or --pbs');
await main(positionals[0]).catch(({ message }) => stop(asOptions(message)));

async function main(named) {
  const preset = inRoot('spaces', `${named}.yaml`);
  const path = existsSync(named) ? named : preset;
  if (!existsSync(path)) stop(`there is no space ${named}; name a file`);
  const space = readSpace(readFileSync(path, 'utf8'), path, {
    ...(values.size && { size: values.size }),
    onNotice: (line) => console.log(line),
  });
  planForCluster(space); // refuses what cannot be planned before any image is read
  const { folder, manifest } = await prepareSearch({
    space,
    data: values.data,
    options: pick(values, Object.keys(dataSetOptions)),
    set: values.set ?? [],
    ...(values.out && { out: values.out }),
    onNotice: (line) => console.log(asOptions(line)),
  });
  const trials = planForCluster(space, manifest.recipe);
  writeTrialPlan(folder, trials);
  mkdirSync(join(folder, 'logs'), { recursive: true });

  const kind = values.slurm ? 'slurm' : 'pbs';
  const script = join(resolve(folder), `submit.${kind}`);
  const options = pick(values, Object.keys(asked));
  const job = {
    name: manifest.name,
    folder: resolve(folder),
    checkout: root,
    node: process.execPath,
    ...options,
  };
  const written = writeKeptScript(script, values.slurm ? slurmScript(job) : pbsScript(job));
  if (written === 'kept')
    console.log(
      `${script} was edited and is kept${
        Object.keys(options).length > 0
          ? `: ${Object.keys(options)
              .map((name) => `--${name}`)
              .join(', ')} changed nothing; delete it to have it written anew`
          : ''
      }`,
    );
  else console.log(`script: ${script}, yours to edit`);

  const store = new SearchStore(folder);
  const open = trials.flatMap(({ id }, i) => (store.has(id) ? [] : [i]));
  console.log(`${trials.length} trials, ${trials.length - open.length} of them recorded`);
  if (open.length === 0) return console.log(`nothing to submit; next: npm run search -- best ${folder}`);
  const commands = arrayJobs(kind, script, open, mostTasks());
  for (const [program, ...args] of commands) {
    const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (error)
      return console.log(
        `there is no ${program} on this machine; where it is:\n${commands.map(typed).join('\n')}`,
      );
    if (status !== 0) stop(`${typed([program, ...args])} was refused: ${stderr.trim().split('\n').at(-1)}`);
    console.log(`${typed([program, ...args])}: ${stdout.trim()}`);
  }
  console.log(`npm run search -- status ${folder} shows where it stands`);
}

/** Tasks that Slurm takes in one array. */
function mostTasks() {
  const { stdout } = spawnSync('scontrol', ['show', 'config'], { encoding: 'utf8' });
  return Number(/MaxArraySize\s*=\s*(\d+)/.exec(stdout ?? '')?.[1] ?? 1001);
}

function typed(words) {
  return words
    .map((word) => (/^[\w./:=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

function pick(from, names) {
  return Object.fromEntries(
    names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]),
  );
}
