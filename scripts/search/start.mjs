// Runs a search on this machine, or goes on with it: the same command again, or the folder's name.
//   npm run search -- start SPACE.yaml --data DIR [--size smoke|teach|full] [--out DIR] [--jobs N]
//   npm run search -- start grid-36 --data DIR         a space with a name: a file of spaces/
//   npm run search -- start out/search/grid-36         goes on with the search of a folder
//   --trials N, --hours H      end after so many configurations, or hours of training (in place of the space's budget)
//   --set config.epochs=20     changes the recipe that the space's values are put into
//   --queue redis://HOST:6379  has the trials run by the workers of a queue (npm run search -- worker), rediss:// for TLS; the
//                              password comes from REDIS_PASSWORD, or the whole address from UNETLAB_QUEUE
//   --workers N                starts so many workers on this machine; --jobs is then how many trials run at once in all
// --jobs is 1 by default, or as many as there are GPUs: each trial then has one of its own.
// How the images are read is found out and printed; these say it instead, as for npm run train:
//   --images --masks --maskSuffix --group --foreground --ignore --intensity --pages --exclude
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { environmentProgram } from 'unetlab/notebook';
import {
  dashboardCommand,
  gpuNames,
  needsOptuna,
  prepareSearch,
  processRunner,
  queueRunner,
  readManifest,
  readSpace,
  runSearch,
  spaceLines,
  startLocalWorkers,
} from 'unetlab/search';
import { asOptions, commandLine, stop } from '../command-line.mjs';
import { dataSetOptions } from '../data-set-options.mjs';
import { interruptible } from '../interruptible.mjs';
import { inRoot } from '../setup/checkout.mjs';
import { fixed, lasting, quoted } from './words.mjs';

const { values, positionals } = commandLine(
  import.meta.url,
  {
    data: { type: 'string' },
    size: { type: 'string' },
    out: { type: 'string' },
    jobs: { type: 'number' },
    trials: { type: 'number' },
    hours: { type: 'string' },
    set: { type: 'texts' },
    queue: { type: 'string' },
    workers: { type: 'number' },
    ...dataSetOptions,
  },
  { allowPositionals: true },
);
if (positionals.length !== 1)
  stop(`name one space: npm run search -- start SPACE.yaml --data DIR; ${presetsText()}`);
await main(positionals[0]).catch(({ message }) => stop(asOptions(message)));

async function main(named) {
  const known = existsSync(join(named, 'search.json')) ? readManifest(named) : null;
  const space = withBudget(known ? known.space : namedSpace(named));
  console.log(`${space.name}\n${spaceLines(space).join('\n')}\n`);
  const given = Object.fromEntries(
    Object.keys(dataSetOptions)
      .filter((name) => values[name] !== undefined)
      .map((name) => [name, values[name]]),
  );
  const out = known ? named : values.out;
  const { folder, manifest, isKnown } = await prepareSearch({
    space,
    data: values.data ?? known?.data.folder,
    options: known ? { ...known.data.options, ...given } : given,
    set: values.set ?? [],
    ...(out && { out }),
    onNotice: (line) => console.log(asOptions(line)),
  });
  console.log(
    `\n${isKnown ? 'goes on in' : 'lives in'} ${folder}; npm run search -- status ${quoted(folder)} shows where it stands`,
  );
  const gpus = gpuNames();
  const queued = values.queue !== undefined || values.workers !== undefined;
  const queue = queued ? await openQueue(folder) : null;
  const jobs = values.jobs ?? (queue ? await queue.slots() : Math.max(1, gpus.length));
  if (!queue && gpus.length > 1) console.log(`${gpus.length} GPUs, one a trial; ${jobs} trials at a time`);
  const python = environmentProgram('python');
  if (needsOptuna(space) && python !== null)
    console.log(
      `Optuna's journal, open to its dashboard while the search runs: ${dashboardCommand(join(folder, 'optuna.journal'), python)}`,
    );
  const signal = interruptible(() =>
    console.log('\nending after this step, saved; the same command goes on'),
  );
  const { records, ranked, stopped } = await runSearch({
    folder,
    space,
    python,
    runner: queue?.runner ?? processRunner({ folder, gpus }),
    jobs,
    signal,
    onNotice: (line) => print(line),
    onChange: (progress) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${progressText(progress)}`);
    },
    onRecord: (record, progress) => print(recordText(record, progress, manifest)),
  });
  await queue?.close();
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const count = (state) => records.filter((record) => record.state === state).length;
  const why = {
    finished: 'finished',
    budget: 'its budget is used',
    interrupted: 'interrupted; the same command goes on',
  }[stopped];
  console.log(
    `\n${why}: ${count('finished')} trials finished, ${count('pruned')} pruned, ${count('failed')} failed in ${folder}`,
  );
  if (count('failed') > 0) console.log(`npm run search -- retry ${quoted(folder)} puts the failed ones back`);
  if (ranked.length > 0) console.log(`next: npm run search -- best ${quoted(folder)}`);
}

/** The queue's runner, and the workers of this machine that were asked for. */
async function openQueue(folder) {
  const url = values.queue ?? null;
  const runner = await queueRunner({ url, folder, onLine: print });
  const workers = values.workers ? startLocalWorkers({ url, workers: values.workers, onLine: print }) : null;
  return {
    runner,
    /** Trials that all workers run at once; one where none is there yet. */
    async slots() {
      const least = Math.max(1, values.workers ?? 1);
      for (let second = 0; second < 20 && values.workers && (await runner.slots()) < least; second++)
        await new Promise((resolve) => setTimeout(resolve, 1000));
      const slots = await runner.slots();
      print(
        slots === 0
          ? 'no worker takes trials from this queue yet; elsewhere: npm run search -- worker --queue redis://HOST:6379'
          : `${slots} trials at a time by the workers that are there; --jobs N asks for more`,
      );
      return Math.max(least, slots);
    },
    async close() {
      await workers?.close();
      await runner.close();
    },
  };
}

function print(line) {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  console.log(line);
}

function recordText({ id, name, state, summary, notices }, progress, { space }) {
  const { done, pruned, failed, total } = progress;
  const { metric } = space.objective;
  const how =
    state === 'finished'
      ? `${metric} ${fixed(summary[metric], 4)} in ${lasting(summary.seconds)}`
      : state === 'pruned'
        ? `pruned after ${summary.epochs_run} epochs`
        : `failed: ${notices.at(-1)}`;
  return `${done + pruned + failed}${total === null ? '' : `/${total}`}  ${id}  ${name}  ${how}`;
}

function progressText({ running, done, pruned, failed, total, best, secondsLeft, metric }) {
  const ended = done + pruned + failed;
  return [
    `${running.length} running${
      running[0]
        ? ` (${running
            .map(({ id, epoch, epochs }) => `${id} ${epoch}/${epochs}`)
            .slice(0, 3)
            .join(', ')})`
        : ''
    }`,
    `${ended}${total === null ? '' : ` of ${total}`} ended`,
    ...(pruned > 0 ? [`${pruned} pruned`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(best ? [`best ${metric} ${fixed(best.score)}`] : []),
    ...(secondsLeft === null ? [] : [`${lasting(secondsLeft)} left`]),
  ].join(', ');
}

/** A file, or a space with a name. */
function namedSpace(named) {
  const preset = inRoot('spaces', `${named}.yaml`);
  const path = existsSync(named) && statSync(named).isFile() ? named : existsSync(preset) ? preset : null;
  if (path === null) stop(`there is no space ${named}; name a file, or a search folder; ${presetsText()}`);
  return readSpace(readFileSync(path, 'utf8'), path, {
    ...(values.size && { size: values.size }),
    onNotice: (line) => console.log(line),
  });
}

function withBudget(space) {
  const hours = values.hours === undefined ? space.budget.hours : Number(values.hours);
  if (hours !== null && !(hours > 0)) stop(`invalid --hours ${values.hours}; allowed: numbers above 0`);
  return { ...space, budget: { trials: values.trials ?? space.budget.trials, hours } };
}

function presetsText() {
  const folder = inRoot('spaces');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
  return names.length === 0
    ? 'the README says how to write one'
    : `with a name there are ${names.map((name) => name.slice(0, -'.yaml'.length)).join(', ')}`;
}
