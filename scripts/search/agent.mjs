// Takes trials from a W&B sweep, trains them on this machine and logs them there, until the sweep is over:
//   npm run search -- agent ENTITY/PROJECT/SWEEP --data DIR [--base NAME] [--out DIR]
// The server and the key are those of W&B's own client: WANDB_BASE_URL, WANDB_API_KEY or ~/.netrc. Names of parameters are read
// as in a search space; --base is the recipe that their values are put into (a name, plan, or a file; default the sweep's own
// base:, else a plan for the images). --set config.epochs=20 changes it.
// Every trial is also kept in the search folder (default out/search/ENTITY-PROJECT-SWEEP). On SIGTERM or SIGUSR1 (preemption) the
// trial is saved and W&B told that it was preempted: the sweep hands it out again, and here it goes on where it was. On Ctrl-C
// it is saved and W&B told that it was killed; the same command goes on with it.
// How the images are read is said as for npm run train:
//   --images --masks --maskSuffix --group --foreground --ignore --intensity --pages --exclude
import { openSweepAgent } from 'unetlab/wandb';
import { prepareSearch, processRunner, runSweepAgent, spaceLines, sweepRuns } from 'unetlab/search';
import { asOptions, commandLine, stop } from '../command-line.mjs';
import { dataSetOptions } from '../data-set-options.mjs';

const { values, positionals } = commandLine(
  import.meta.url,
  {
    data: { type: 'string' },
    base: { type: 'string' },
    out: { type: 'string' },
    set: { type: 'texts' },
    ...dataSetOptions,
  },
  { allowPositionals: true },
);
const [entity, project, sweep, ...more] = (positionals[0] ?? '').split('/');
if (!entity || !project || !sweep || more.length > 0 || positionals.length !== 1)
  stop('name the sweep: npm run search -- agent ENTITY/PROJECT/SWEEP --data DIR');

const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGUSR1'])
  process.on(name, () => {
    if (controller.signal.aborted) return name === 'SIGINT' && process.exit(130);
    say('ending after this step, saved');
    controller.abort(name === 'SIGINT' ? 'killed' : 'preempted');
  });
const say = (line) => console.log(asOptions(line));
try {
  process.exit(await main());
} catch ({ message }) {
  stop(asOptions(message));
}

async function main() {
  const agent = await openSweepAgent({ entity, project, sweep });
  const runs = sweepRuns(agent.sweep.yaml, `${entity}-${project}-${sweep}`, values.base ?? null, say);
  say(
    `${agent.sweep.name} (${agent.sweep.method}, ${agent.sweep.state})\n${spaceLines(runs.space).join('\n')}\n`,
  );
  const { folder, manifest } = await prepareSearch({
    space: runs.space,
    ...(values.data && { data: values.data }),
    options: Object.fromEntries(
      Object.keys(dataSetOptions)
        .filter((name) => values[name] !== undefined)
        .map((name) => [name, values[name]]),
    ),
    set: values.set ?? [],
    ...(values.out && { out: values.out }),
    onNotice: say,
  });
  say(`\nlives in ${folder}`);
  const program = process.env.UNETLAB_TRIAL_PROGRAM;
  const { ended, finished, failed } = await runSweepAgent({
    agent,
    runs,
    server: {},
    entity,
    project,
    folder,
    manifest,
    runner: processRunner({ folder, ...(program && { program }) }),
    signal: controller.signal,
    onLine: say,
  });
  const why = {
    over: 'the sweep is over',
    interrupted: 'interrupted; the same command goes on',
    failing: 'five runs failed in a row; see above',
  }[ended];
  say(`\n${why}: ${finished} runs finished, ${failed} failed`);
  return ended === 'over' ? 0 : ended === 'interrupted' ? 130 : 1;
}
