// Predicts images with a trained network: masks, numbered objects, overlays, outlines for ImageJ and QuPath, tables.
//   npm run predict -- --model out/train/NAME --images DIR   a training's folds together; goes on where it ended
//   npm run predict -- --model network.safetensors --images 'plates/*.tif' --out DIR --pixel-size 0.65
//   --out DIR         for the results; default out/predict/, below it named after model and images
//   --masks DIR       masks to score by; those beside the images (images/, masks/) are found without it
//   --symmetries      mean over mirror images and turns; --no-symmetries without; default as the network file says
//   --threshold 0.4   probability from which a pixel is foreground; default as the network file says
//   --maps            probability maps too, 16-bit PNG
//   --pixel-size µm   side of a pixel: tables also in µm
//   --pages samples|N, --intensity low:high|images, --foreground, --ignore   how files are read, as in npm run train
//   --jobs N          threads that draw and write while the network works, beside one that reads (default 1; 0 none)
import { basename, dirname, join, resolve } from 'node:path';
import { predictFolder } from 'unetlab/prediction';
import { asOptions, commandLine, stop } from './command-line.mjs';
import { interruptible } from './interruptible.mjs';

const { values } = commandLine(import.meta.url, {
  model: { type: 'string' },
  images: { type: 'string' },
  out: { type: 'string' },
  masks: { type: 'string' },
  foreground: { type: 'string' },
  ignore: { type: 'string' },
  symmetries: { type: 'boolean' },
  'no-symmetries': { type: 'boolean' },
  threshold: { type: 'string' },
  maps: { type: 'boolean' },
  'pixel-size': { type: 'string' },
  pages: { type: 'string' },
  intensity: { type: 'string' },
  jobs: { type: 'number', least: 0 },
});
for (const [name, what] of [
  ['model', 'the network file, or the folder of a training'],
  ['images', 'the images'],
])
  if (values[name] === undefined)
    stop(`name ${what}: npm run predict -- --model FILE|DIR --images DIR (--${name} is missing)`);
if (values.symmetries && values['no-symmetries']) stop('--symmetries and --no-symmetries exclude each other');

const signal = interruptible(() => console.log('\nending after these images; the same command goes on'));
await main().catch(({ message }) => stop(asOptions(message)));

async function main() {
  const {
    model,
    images: source,
    out = ownFolder(model, source),
    masks,
    foreground,
    ignore,
    pages,
    intensity,
    jobs,
  } = values;
  const symmetries = values.symmetries ? true : values['no-symmetries'] ? false : undefined;
  const given = {
    ...{ masks, foreground, ignore, pages, intensity, jobs, symmetries },
    threshold: number('threshold'),
    pixelSize: number('pixel-size'),
    maps: values.maps ? 16 : undefined,
  };
  const { images, objectCount, stopped } = await predictFolder({
    ...{ model, images: source, out, signal },
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    onNotice: (line) => console.log(asOptions(line)),
    onPart: (image, share) => {
      const text = `${image}: ${Math.floor(100 * share)} %`;
      process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
    },
    onImage: (row, { done, total, known }) => {
      const text = `${done} of ${total}: ${rowText(row)}${known ? ' (done before)' : ''}`;
      if (row.reason === null && process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
      else if (row.reason !== null || !known) console.error(text);
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const failed = images.filter(({ reason }) => reason !== null);
  const scored = images.filter(({ jaccard }) => jaccard !== null && Number.isFinite(jaccard));
  console.log(
    `\n${images.length - failed.length} images, ${objectCount} objects: ${join(out, 'images.csv')}, objects.csv`,
  );
  if (scored.length > 0) {
    const mean = scored.reduce((sum, { jaccard }) => sum + jaccard, 0) / scored.length;
    console.log(`Jaccard ${mean.toFixed(3)}, mean over ${scored.length} images with masks`);
  }
  for (const line of repeated(images)) console.log(line);
  if (failed.length > 0)
    console.log(`${failed.length} could not be predicted; the reasons stand above and in images.csv`);
  if (stopped === 'interrupted') console.log('interrupted; the same command goes on');
  if (stopped === 'interrupted') process.exitCode = 130;
  else if (failed.length > 0) process.exitCode = 1;
}

/** `out/predict/beads-plates` for the network or training `beads` and the folder `plates`; `beads-fold-0-…` for one of its folds. */
function ownFolder(model, source) {
  const network = resolve(model).replace(/\/network\.safetensors$/, '');
  const fold = /^fold-\d+$/.test(basename(network)) ? [basename(dirname(network))] : [];
  const fixed = source.replace(/\/?[^/]*[*?].*$/, ''); // of a pattern, the folder that it begins with
  const names = [basename(network, '.safetensors'), basename(resolve(fixed)) || 'images'];
  return join('out', 'predict', [...fold, ...names].join('-'));
}

function rowText({ image, count, jaccard, reason }) {
  if (reason !== null) return `${image} failed: ${asOptions(reason)}`;
  const score = jaccard === null || Number.isNaN(jaccard) ? '' : `, Jaccard ${jaccard.toFixed(3)}`;
  return `${image}: ${count} objects${score}`;
}

/** What was said of images, each thing once with the number of images. */
function repeated(images) {
  const times = new Map();
  for (const { image, notices } of images)
    for (const notice of notices) times.set(notice, [...(times.get(notice) ?? []), image]);
  const lines = [...times].map(([notice, names]) =>
    names.length === 1 ? `${names[0]}: ${notice}` : `${names.length} images (${names[0]} …): ${notice}`,
  );
  return lines.length > 8 ? [...lines.slice(0, 8), `and ${lines.length - 8} more in images.csv`] : lines;
}

function number(name) {
  if (values[name] === undefined) return undefined;
  const value = Number(values[name]);
  if (values[name].trim() === '' || !Number.isFinite(value))
    stop(`invalid --${name} ${values[name]}; allowed: numbers`);
  return value;
}
