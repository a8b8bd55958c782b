// Trains on a folder of your own: looks at the data, plans, trains one network a fold, reports.
//   npm run train -- --data DIR --dry-run                  the report on the data and the plan, nothing trained
//   npm run train -- --data DIR                            everything; goes on where it was interrupted
//   npm run train -- --data DIR --minutes 10 --folds 3 --only 0 --seed 2 --out DIR --name NAME
//   npm run train -- --data DIR --set config.learningRate=0.001 --set model.depth=5 --epochs 40
//   npm run train -- --data DIR --recipe best              a recipe with a name, or a file of one
//   npm run train -- --data DIR --from network.safetensors --licence CC-BY-4.0 --note 'lens 3'
// Into the training folder: data-set.json and its pictures, plan.json, a folder a fold (network, held-out predictions), and at
// the end report.html (opens from the disk), images.csv, groups.csv, report.json.
//   npm run train -- --data DIR --no-cache                 keeps decoded pictures in memory, however many there are
// How the folder is read is found out and printed; these say it instead, as -p does in a notebook:
//   --images --masks --maskSuffix --group --foreground --ignore --intensity --pages --exclude
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { preferredPrecision } from 'unetlab/backend';
import { readDataSet } from 'unetlab/data';
import { asWriteError, writeWhole } from 'unetlab/files';
import {
  changeRecipe,
  changeRecipeBy,
  crossValidate,
  crossValidationScores,
  differences,
  folderClaim,
  foldFolder,
  planDataSet,
  recipeFromJson,
  recipes,
  recipeToJson,
  trainingLabels,
  TrialFolder,
  trialSamples,
} from 'unetlab/recipes';
import { asOptions, commandLine, stop } from './command-line.mjs';
import { dataSetOptions } from './data-set-options.mjs';
import { interruptible } from './interruptible.mjs';
import { keepPlan, keptPlan, writeDataSetReport, writeTrainingReport } from './training-report.mjs';

const { values } = commandLine(import.meta.url, {
  data: { type: 'string' },
  out: { type: 'string' },
  name: { type: 'string' },
  'dry-run': { type: 'boolean' },
  minutes: { type: 'string' },
  folds: { type: 'number', least: 2 },
  only: { type: 'numbers', least: 0 },
  seed: { type: 'number', default: 1, least: 0 },
  epochs: { type: 'number' },
  set: { type: 'texts' },
  recipe: { type: 'string' },
  from: { type: 'string' },
  licence: { type: 'string' },
  note: { type: 'string' },
  'no-cache': { type: 'boolean' },
  ...dataSetOptions,
});
if (values.data === undefined) stop('name the folder of your images and masks: npm run train -- --data DIR');
const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
if (minutes !== undefined && !(minutes > 0))
  stop(`invalid --minutes ${values.minutes}; allowed: numbers above 0`);

await main().catch((error) =>
  stop(asOptions((asWriteError(error, values.out ?? 'out/train') ?? error).message)),
);

async function main() {
  const set = await readDataSet(values.data, {
    ...values,
    channels: 3,
    ...(values['no-cache'] && { cache: false }),
  });
  console.log(asOptions(set.summary));
  const { seed, from } = values;
  const asked = Object.fromEntries(
    [
      'minutes',
      'folds',
      'seed',
      'epochs',
      'set',
      'recipe',
      'from',
      'exclude',
      'group',
      'foreground',
      'ignore',
      'images',
      'masks',
      'maskSuffix',
      'intensity',
      'pages',
    ]
      .filter((key) => values[key] !== undefined)
      .map((key) => [key, values[key]]),
  );
  const planned = planDataSet(set, {
    ...(minutes !== undefined && { minutes }),
    ...(values.folds !== undefined && { folds: values.folds }),
  });
  const name = values.name ?? set.name;
  const key = createHash('sha256')
    .update(JSON.stringify([planned.data.hash, asked]))
    .digest('hex');
  const folder = values.out ?? join('out', 'train', `${name}-${key.slice(0, 8)}`);
  const there = folderClaim(folder);
  const recipeThere = there !== null && differences(there.asked, asked).length === 0 ? there.recipe : null;
  const recipe = recipeThere ?? changed(await base(planned.recipe));
  const folds = recipeThere ? there.folds : planned.folds;
  const { samples, data } = trialSamples(set, recipe.model.channels ?? 1);
  const [other] =
    there === null
      ? []
      : differences({ asked: there.asked, images: there.data.hash }, { asked, images: data.hash }).map(
          (line) => line.replace(/^asked\./, '--').replace(/^images .*/, 'other images or masks'),
        );
  const same = there !== null && other === undefined;
  console.log(`\n${planned.audit}\n`);
  if (same) console.log(`the plan of ${folder} is gone on with`);
  else console.log(planText(planned.decisions));
  if (other !== undefined) stop(`${folder} holds another training (${other}); name a new folder with --out`);
  const pictures = await writeDataSetReport(folder, set, planned);
  if (!same) keepPlan(folder, planned);
  const plan = keptPlan(folder);
  console.log(`\nwhat the images hold: ${join(folder, 'data-set.png')} and data-set.json`);
  if (values['dry-run']) {
    console.log(
      `nothing was trained; without --dry-run, ${folds} folds take about ${minutesOf(planned.secondsPerFold)} each`,
    );
    return;
  }

  const labels = trainingLabels(samples, recipe.labels ?? 'given', planned.facts.contrast.objects);
  for (const notice of labels.notices) console.log(notice);
  const signal = interruptible(() => console.log('\nending after this step; the same command goes on'));
  const { licence, note } = values;
  const { records, stopped } = await crossValidate(
    {
      name,
      recipe,
      samples,
      labels,
      folds,
      seed,
      data: { ...data, ...(licence && { licence }), ...(note && { note }) },
      folder,
      asked,
      ...(from && { from }),
    },
    {
      ...(values.only && { only: values.only }),
      signal,
      onNotice: (line) => console.log(line),
      onProgress: ({ fold, epoch, epochs, step, steps, validationJaccard, remainingSeconds }) => {
        const score =
          validationJaccard === null ? '' : `, validation Jaccard ${validationJaccard.toFixed(3)}`;
        const left = remainingSeconds === null ? '' : `, ${minutesOf(remainingSeconds)} left`;
        if (process.stderr.isTTY)
          process.stderr.write(
            `\r\x1b[Kfold ${fold}: epoch ${epoch} of ${epochs}, step ${step} of ${steps}${score}${left}`,
          );
        else if (step === steps) console.error(`fold ${fold}: epoch ${epoch} of ${epochs}${score}${left}`);
      },
      onFold: (fold, { summary }, known) => {
        if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
        const { test_jaccard: jaccard, test_images_scored: scored, held_out_groups: groups } = summary;
        console.log(
          `fold ${fold}: Jaccard ${jaccard.toFixed(3)} over ${scored} held-out images of ${groups} groups` +
            (known
              ? ' (trained before)'
              : ` in ${minutesOf(summary.seconds)}, ${(100 * summary.waiting_for_batches).toFixed(1)} % of it waiting for batches`),
        );
      },
    },
  );
  writeWhole(join(folder, 'recipe.json'), recipeToJson(recipe));
  if (records.length === 0)
    return console.log(`stopped before the first fold was finished; the same command goes on: ${folder}`);
  console.log(`\n${scoresText(crossValidationScores(records))}`);
  await writeTrainingReport(
    folder,
    {
      name,
      folder,
      summary: asOptions(set.summary),
      dataSet: { name: set.name, hash: data.hash, eachItsOwn: set.eachItsOwn },
      decisions: plan?.decisions ?? [],
      ...(plan && { planned: plan.recipe }),
      recipe,
      folds,
      seed,
      ...(from && { from }),
      records: finishedRecords(folder, folds),
    },
    samples,
    pictures,
  );
  if (stopped === 'interrupted') console.log('\ninterrupted; the same command goes on');
  console.log(
    `\nreport: ${join(folder, 'report.html')} (tables beside it: images.csv, groups.csv, report.json)`,
  );
  console.log(`networks, predictions and records: ${folder}`);
  console.log(`next: npm run predict -- --model ${folder} --images DIR`);
}

/** Records of every finished fold, those of earlier calls with --only too. */
function finishedRecords(folder, folds) {
  return Array.from({ length: folds }, (_, fold) =>
    new TrialFolder(foldFolder(folder, fold)).readRecord(),
  ).filter((record) => record !== null);
}

/** The recipe to start from: the plan's, or one that was asked for. */
async function base(planned) {
  if (values.recipe === undefined) {
    const config = { ...planned.config };
    delete config.precision; // `changed` settles it, for the width that is trained
    return { ...planned, config };
  }
  if (values.recipe in recipes) return recipes[values.recipe];
  if (existsSync(values.recipe)) return recipeFromJson(readFileSync(values.recipe, 'utf8'), values.recipe);
  return stop(
    `there is no recipe ${values.recipe}; name a file, or one of ${Object.keys(recipes).join(', ')}`,
  );
}

function changed(recipe) {
  const longer = values.epochs === undefined ? recipe : changeRecipe(recipe, 'config.epochs', values.epochs);
  const result = changeRecipeBy(longer, values.set ?? []);
  // What suits the width that was asked for, where nobody names a precision.
  return { ...result, config: { precision: preferredPrecision(result.model.baseFilters), ...result.config } };
}

function planText(decisions) {
  const wide = Math.max(...decisions.map(({ field }) => field.length));
  return [
    'plan',
    ...decisions.map(({ field, value, reason }) => `  ${field.padEnd(wide)}  ${value}: ${reason}`),
  ].join('\n');
}

function scoresText({ all, audited, groups, folds, images, warnings }) {
  const { overGroups, objects, trivial } = all;
  const between =
    overGroups.interval === null
      ? ''
      : ` (95 % interval ${fixed(overGroups.interval.low)} to ${fixed(overGroups.interval.high)})`;
  const worst = images.filter(({ jaccard }) => Number.isFinite(jaccard)).slice(0, 3);
  return [
    `Jaccard ${fixed(all.jaccard)} over ${all.scored} of ${all.images} held-out images; mean over ${groups.length} groups ${fixed(overGroups.mean)}${between}; without a network ${fixed(trivial)}`,
    `objects: ${objects.found} found for ${objects.truth} there (${(100 * objects.countError).toFixed(1)} %), F1 ${fixed(objects.f1)}`,
    ...(audited === null
      ? []
      : [
          `against masks moved onto their objects by the label audit: Jaccard ${fixed(audited.jaccard)} over ${audited.scored} images, ${fixed(audited.overGroups.mean)} over groups; objects: ${audited.objects.found} found for ${audited.objects.truth} (${(100 * audited.objects.countError).toFixed(1)} %), F1 ${fixed(audited.objects.f1)}`,
        ]),
    `worst: ${worst.map(({ image, jaccard }) => `${image} ${fixed(jaccard)}`).join(', ')}`,
    `peak memory ${(Math.max(...folds.map(({ peakMemory }) => peakMemory)) / 1024).toFixed(1)} GB`,
    ...warnings.map((warning) => `noticed: ${warning}`),
  ].join('\n');
}

function fixed(value) {
  return Number.isFinite(value) ? value.toFixed(3) : '–';
}

function minutesOf(seconds) {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
