// Compares two trainings on the same images, paired by image and group.
//   npm run compare -- --models A B --data DIR
//   npm run compare -- --models out/train/one out/train/two --data DIR --out out/compare/mine
// A and B are network files or training folders. Of a training folder of these images, each image is taken from the network
// that did not see it; otherwise the networks predict the images now, and images that a network was trained on are named.
// Written: report.html, compare.json, images.csv, and the figure as paired-scores.png.
// How the folder is read is found out, or as the trainings were told; these say it instead:
//   --images --masks --maskSuffix --group --foreground --ignore --intensity --pages --exclude
import { basename, dirname, join, resolve } from 'node:path';
import { readDataSet } from 'unetlab/data';
import { writeWhole } from 'unetlab/files';
import { pairedScoresFigure, pairedScoresInfo } from 'unetlab/figures';
import { comparisonGrid, figurePng } from 'unetlab/notebook';
import { loadEnsemble, readDescription } from 'unetlab/prediction';
import {
  compareScores,
  heldOutMap,
  heldOutScoresOf,
  predictedScores,
  trainedOn,
  trialSamples,
} from 'unetlab/recipes';
import { comparisonDocument, htmlPage } from 'unetlab/reports';
import { csvText, fileName } from 'unetlab/text';
import { asOptions, commandLine, stop } from './command-line.mjs';

const reading = [
  'images',
  'masks',
  'maskSuffix',
  'group',
  'foreground',
  'ignore',
  'intensity',
  'pages',
  'exclude',
];
const { values, positionals } = commandLine(
  import.meta.url,
  {
    models: { type: 'texts' },
    data: { type: 'string' },
    out: { type: 'string' },
    seed: { type: 'number', default: 1, least: 0 },
    ...Object.fromEntries(reading.map((name) => [name, { type: 'string' }])),
  },
  { allowPositionals: true },
);
const models = [...(values.models ?? []), ...positionals];
if (models.length !== 2 || values.data === undefined)
  stop(
    `name two networks or training folders and the images: npm run compare -- --models A B --data DIR${models.length > 2 ? `; got ${models.length}: ${models.join(', ')}` : ''}`,
  );

const shownImages = 5;

await main().catch(({ message }) => stop(asOptions(message)));

async function main() {
  const folders = models.map((model) => heldOutScoresOf(model));
  const told = { ...askedOf(folders), ...given() };
  const set = await readDataSet(values.data, { ...told, channels: 3 });
  console.log(asOptions(set.summary));
  const sides = [];
  for (const [i, model] of models.entries()) sides.push(await sideOf(model, folders[i], set, told));
  const seen = sides.map(({ trained }) => new Set(trained));
  const clean = (image) => !seen.some((ids) => ids.has(image));
  const fresh = sides[0].images.filter(({ image }) => clean(image));
  const onlyClean = fresh.length > 0 && fresh.length < sides[0].images.length;
  const used = sides.map(({ images }) => (onlyClean ? images.filter(({ image }) => clean(image)) : images));
  const result = compareScores(used[0], used[1], { seed: values.seed });
  const warnings = [
    ...sides.flatMap(({ warning }) => warning ?? []),
    ...(onlyClean
      ? [
          `${sides[0].images.length - fresh.length} of ${sides[0].images.length} images were trained on by A or B and are left out here; images.csv holds all.`,
        ]
      : []),
    ...(fresh.length === 0
      ? [
          'Every image was trained on by A or B: this shows what they remember, not what they do on new images. Compare on other images.',
        ]
      : []),
    ...(set.eachItsOwn
      ? ['Every image is a group of its own; if some belong together, say so with --group.']
      : []),
  ];

  const names = models.map(shortName);
  const out = values.out ?? join('out', 'compare', fileName(`${names[0]}-and-${names[1]}`));
  const figure = pairedScoresFigure(
    pairedScoresInfo(names, result.images, { interval: result.overGroups.interval }),
  );
  const pictures = { differing: await differing(result, sides, set) };
  try {
    pictures.figure = { png: await figurePng(figure, 2), alt: figure.description };
    writeWhole(join(out, 'paired-scores.png'), pictures.figure.png);
  } catch ({ message }) {
    console.log(`the page comes without its figure: ${message}`);
  }
  const parts = { data: set.name, names, how: sides.map(({ how }) => how), warnings, result };
  writeWhole(join(out, 'report.html'), htmlPage(comparisonDocument({ ...parts, ...pictures })));
  writeWhole(join(out, 'compare.json'), `${JSON.stringify({ models, ...parts }, null, 1)}\n`);
  writeWhole(join(out, 'images.csv'), imagesTable(sides));

  const { overGroups, overImages, wins, groups } = result;
  const { interval } = overGroups;
  console.log(`\nA: ${models[0]}: ${sides[0].how}\nB: ${models[1]}: ${sides[1].how}`);
  for (const line of warnings) console.log(`note: ${line}`);
  console.log(
    `Jaccard, mean over ${groups.length} groups: A ${fixed(overGroups.a)}, B ${fixed(overGroups.b)}, B − A ${fixed(overGroups.difference)}` +
      (interval === null ? '' : ` (95 % interval ${fixed(interval.low)} to ${fixed(interval.high)})`) +
      (overGroups.p === null ? `; ${overGroups.reason}` : `, p ${overGroups.p.toPrecision(2)}`),
  );
  console.log(
    `mean over ${result.images.length} images: A ${fixed(overImages.a)}, B ${fixed(overImages.b)}; B is better on ${wins.b}, A on ${wins.a}, equal ${wins.equal}`,
  );
  console.log(
    `differ most: ${result.images
      .slice(0, 3)
      .map(({ image, a, b }) => `${image} ${fixed(a)} and ${fixed(b)}`)
      .join(', ')}`,
  );
  if (result.leftOut.length > 0)
    console.log(
      `left out: ${result.leftOut.length} images, such as ${result.leftOut[0].image} (${result.leftOut[0].reason})`,
    );
  console.log(`\nreport: ${join(out, 'report.html')} (beside it: compare.json, images.csv)`);
}

/** What one of the two says of the images, and how it was asked. */
async function sideOf(model, folder, set, told) {
  if (folder !== null) {
    const { claim, images, unfinished } = folder;
    const { samples, data } = trialSamples(set, claim.recipe.model.channels ?? 1);
    if (claim.data.hash === data.hash) {
      const fold = new Map(images.map((image) => [image.image, image.fold]));
      return {
        samples,
        images,
        trained: [],
        how: `each image by the one of ${claim.folds} networks that did not see its group`,
        ...(unfinished.length > 0 && {
          warning: `${model}: ${unfinished.length === 1 ? `fold ${unfinished[0]} is not finished; its` : `folds ${unfinished.join(', ')} are not finished; their`} images are missing.`,
        }),
        map: (image) => heldOutMap(model, fold.get(image), image),
      };
    }
  }
  const network = loadEnsemble(model);
  try {
    const { preparation } = network.description;
    const own = await readAs(set, preparation, told);
    const { samples, data } = trialSamples(own, preparation.channels);
    console.log(`${model} predicts ${samples.length} images`);
    const scores = predictedScores(network, samples);
    const said = network.files.map((file) => trainedOn(readDescription(file), samples, data.hash));
    const trained = [...new Set(said.flatMap((one) => (one.known ? one.images : [])))];
    const unknown = said.find((one) => !one.known);
    const warning =
      trained.length > 0
        ? `${model} was trained on ${trained.length} of these images: ${some(trained)}.`
        : unknown && `${model}: ${unknown.reason}.`;
    return {
      samples,
      images: scores.images,
      trained,
      how:
        network.files.length === 1
          ? 'one network, asked now'
          : `mean of ${network.files.length} networks, asked now`,
      ...(warning && { warning }),
      map: (image) => scores.maps.get(image) ?? null,
    };
  } finally {
    network.dispose();
  }
}

/** The data set with the intensities as a network takes them. */
async function readAs(set, { intensity, range }, told) {
  const wanted = range?.ranges ?? { any: intensity };
  const same = Object.entries(set.range.ranges).every(([kind, { low, high }]) => {
    const there = wanted[kind] ?? intensity;
    return there.low === low && there.high === high;
  });
  if (same) return set;
  const kinds = Object.keys(set.range.ranges);
  if (kinds.length > 1)
    throw new Error(
      `${values.data} holds files of ${kinds.length} kinds (${kinds.join(', ')}) with other levels than the network was trained on; compare on one kind at a time (--exclude)`,
    );
  const { low, high } = wanted[kinds[0]] ?? intensity;
  console.log(`levels ${low} to ${high} become 0 and 1, as the network was trained`);
  return readDataSet(values.data, { ...told, intensity: `${low}:${high}`, channels: 3 });
}

/** How the trainings were told to read their folder, where they agree. */
function askedOf(folders) {
  const asked = {};
  for (const name of reading) {
    const said = folders.flatMap((folder) => folder?.claim.asked?.[name] ?? []);
    if (said.length > 0 && said.every((value) => value === said[0])) asked[name] = said[0];
  }
  return asked;
}

function given() {
  return Object.fromEntries(
    reading.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]),
  );
}

async function differing({ images }, [a, b], set) {
  const byId = new Map(set.samples.map((sample) => [sample.id, sample]));
  const rows = [];
  for (const { image, group } of images.slice(0, shownImages)) {
    const sample = byId.get(image);
    const maps = [await a.map(image), await b.map(image)];
    if (!sample || maps.some((map) => map?.length !== sample.mask.length)) continue;
    rows.push({
      ...sample,
      truth: sample.mask,
      a: maps[0],
      b: maps[1],
      label: [shorter(image), shorter(group)],
    });
  }
  if (rows.length === 0) return undefined;
  return {
    png: await comparisonGrid(rows, ['A', 'B'], { tile: 190 }),
    alt: `The ${rows.length} images whose scores differ most: image, truth, A, B`,
  };
}

function imagesTable([a, b]) {
  const other = new Map(b.images.map((one) => [one.image, one]));
  const [inA, inB] = [a, b].map(({ trained }) => new Set(trained));
  return csvText(
    [
      'image',
      'group',
      'jaccard_a',
      'jaccard_b',
      'difference',
      'objects_true',
      'objects_a',
      'objects_b',
      'trained_on_a',
      'trained_on_b',
    ],
    a.images.map(({ image, group, jaccard, objects }) => {
      const second = other.get(image);
      return [
        image,
        group,
        jaccard,
        second?.jaccard,
        second && second.jaccard - jaccard,
        objects.truth,
        objects.found,
        second?.objects.found,
        inA.has(image),
        inB.has(image),
      ];
    }),
  );
}

/** The folder's name, or of a network file the folder's and its fold's. */
function shortName(model) {
  const path = resolve(model);
  if (!path.endsWith('.safetensors')) return basename(path);
  const [file, fold, folder] = [path, dirname(path), dirname(dirname(path))].map((part) => basename(part));
  return /^fold-\d+$/.test(fold) ? `${folder}/${fold}` : file;
}

function some(ids) {
  return ids.length <= 4 ? ids.join(', ') : `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more`;
}

function shorter(text, most = 26) {
  const letters = Array.from(text);
  const half = Math.floor((most - 1) / 2);
  return letters.length <= most
    ? text
    : `${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}`;
}

function fixed(value) {
  return Number.isFinite(value) ? value.toFixed(3) : '–';
}
