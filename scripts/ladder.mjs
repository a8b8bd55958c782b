// Runs the resolution experiment on a folder of images and masks, or goes on with it:
//   npm run ladder -- --data DIR          records to out/ladder/NAME/runs.jsonl, label audit and shares of foreground beside them
//   npm run ladder -- --data DIR --epochs 24 --seed 1 --fold 0 --only published-256,published-512 --out FILE
// How the folder is read is found out and printed; these say it instead, as -p does in a notebook:
//   --images --masks --maskSuffix --group --foreground --ignore --intensity --pages --exclude --channels
// Without --data it takes synthetic beads, whose masks are right, so `labels` changes nothing there.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { preferredPrecision } from 'unetlab/backend';
import {
  auditLabels,
  auditTable,
  correctMasks,
  objectDepth,
  readDataSet,
  resizeSample,
  syntheticMicrobeads,
} from 'unetlab/data';
import { resolutionLadder, rungId, runRung } from 'unetlab/recipes';
import { RunStore } from 'unetlab/runs';
import { asOptions, commandLine, stop } from './command-line.mjs';
import { dataSetOptions } from './data-set-options.mjs';

const { values } = commandLine(import.meta.url, {
  data: { type: 'string' },
  epochs: { type: 'number' },
  seed: { type: 'number', default: 1, least: 0 },
  fold: { type: 'number', default: 0, least: 0 },
  only: { type: 'string' },
  out: { type: 'string' },
  ...dataSetOptions,
  channels: { type: 'number', default: 1 },
});
const { seed, fold, epochs, channels } = values;
const wanted = values.only?.split(',');
const strange = wanted?.find((name) => !resolutionLadder.some((rung) => rung.name === name));
if (strange) stop(`--only ${strange}: there are ${resolutionLadder.map(({ name }) => name).join(', ')}`);

const { name, samples: given } =
  values.data === undefined
    ? { name: 'synthetic', samples: syntheticMicrobeads({ count: 48, size: 512, seed: 30, channels }) }
    : await tiles();
const out = values.out ?? join('out', 'ladder', name, 'runs.jsonl');
const audit = auditLabels(given);
const corrected = correctMasks(given, audit, { size: true });
const { samples: discs } = correctMasks(given, audit, { discs: true });
console.log(`${given.length} images; ${corrected.summary}`);

mkdirSync(dirname(out), { recursive: true });
const rounded = (_, value) => (typeof value === 'number' ? Number(value.toFixed(4)) : value);
const depths = new Map(given.map((sample) => [sample.id, objectDepth(sample)]));
const rows = auditTable(audit).map((row) =>
  JSON.stringify({ ...row, objectDepth: depths.get(row.tile) }, rounded),
);
writeFileSync(join(dirname(out), 'audit.json'), `[\n${rows.join(',\n')}\n]\n`);
const share = (size) => {
  const shares = given.map((sample) => {
    const { mask } = resizeSample(sample, size);
    return mask.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / mask.length;
  });
  return shares.reduce((a, b) => a + b, 0) / shares.length;
};
const foreground = { tiles: given.length, at256: share(256), at512: share(512) };
writeFileSync(join(dirname(out), 'foreground.json'), `${JSON.stringify(foreground)}\n`);

const store = new RunStore(out);
const known = new Set(store.read().map(({ id }) => id));
const options = { seed, fold, ...(epochs !== undefined && { epochs }) };
for (const one of resolutionLadder) {
  const rung = { ...one, recipe: { ...one.recipe, model: { ...one.recipe.model, channels } } };
  if (known.has(rungId(rung, options)) || (wanted && !wanted.includes(rung.name))) continue;
  const record = await runRung(rung, {
    given,
    audited: corrected.samples,
    discs,
    ...options,
    precision: preferredPrecision(),
    onProgress: ({ epoch, step, steps, elapsedSeconds }) => {
      if (step === steps)
        process.stderr.write(`\r${rung.name}: epoch ${epoch}, ${elapsedSeconds.toFixed(0)} s `);
    },
  });
  store.append(record);
  const { best_val_jaccard_soft: soft, jaccard_given, jaccard_audited, seconds } = record.summary;
  console.log(
    `\r${rung.name.padEnd(16)} ${rung.change.padEnd(36)} soft ${soft.toFixed(4)}  hard, given masks ${mean(jaccard_given)}, audited ${mean(jaccard_audited)}  ${seconds.toFixed(0)} s`,
  );
}
console.log(out);

function mean(scores) {
  const known = scores.filter(Number.isFinite);
  return (known.reduce((a, b) => a + b, 0) / known.length).toFixed(4);
}

async function tiles() {
  try {
    const set = await readDataSet(values.data, { ...values, size: 512 });
    console.log(asOptions(set.summary));
    return set;
  } catch ({ message }) {
    return stop(asOptions(message));
  }
}
