// Runs the resolution experiment on a folder with images/ and masks/, or goes on with it:
//   npm run ladder -- --data DIR          records to out/ladder/runs.jsonl, label audit and shares of foreground beside them
//   npm run ladder -- --data DIR --epochs 24 --seed 1 --fold 0 --only published-256,published-512 --out FILE
// Without --data it takes synthetic beads, whose masks are right, so `labels` changes nothing there.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { preferredPrecision } from 'unetlab/backend';
import {
  auditLabels,
  auditTable,
  correctMasks,
  loadPairs,
  objectDepth,
  resizeSample,
  syntheticMicrobeads,
} from 'unetlab/data';
import { resolutionLadder, rungId, runRung, RunStore } from 'unetlab/sweeps';
import { commandLine, stop } from './command-line.mjs';

const { values } = commandLine(import.meta.url, {
  data: { type: 'string' },
  epochs: { type: 'number' },
  seed: { type: 'number', default: 1, least: 0 },
  fold: { type: 'number', default: 0, least: 0 },
  only: { type: 'string' },
  out: { type: 'string', default: join('out', 'ladder', 'runs.jsonl') },
});
const { seed, fold, epochs } = values;
const wanted = values.only?.split(',');
const strange = wanted?.find((name) => !resolutionLadder.some((rung) => rung.name === name));
if (strange) stop(`--only ${strange}: there are ${resolutionLadder.map(({ name }) => name).join(', ')}`);

const given =
  values.data === undefined ? syntheticMicrobeads({ count: 48, size: 512, seed: 30 }) : await tiles();
const audit = auditLabels(given);
const corrected = correctMasks(given, audit, { size: true });
const { samples: discs } = correctMasks(given, audit, { discs: true });
console.log(`${given.length} tiles; ${corrected.summary}`);

mkdirSync(dirname(values.out), { recursive: true });
const rounded = (_, value) => (typeof value === 'number' ? Number(value.toFixed(4)) : value);
const depths = new Map(given.map((sample) => [sample.id, objectDepth(sample)]));
const rows = auditTable(audit).map((row) =>
  JSON.stringify({ ...row, objectDepth: depths.get(row.tile) }, rounded),
);
writeFileSync(join(dirname(values.out), 'audit.json'), `[\n${rows.join(',\n')}\n]\n`);
const share = (size) => {
  const shares = given.map((sample) => {
    const { mask } = resizeSample(sample, size);
    return mask.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / mask.length;
  });
  return shares.reduce((a, b) => a + b, 0) / shares.length;
};
const foreground = { tiles: given.length, at256: share(256), at512: share(512) };
writeFileSync(join(dirname(values.out), 'foreground.json'), `${JSON.stringify(foreground)}\n`);

const store = new RunStore(values.out);
const known = new Set(store.read().map(({ id }) => id));
const options = { seed, fold, ...(epochs !== undefined && { epochs }) };
for (const rung of resolutionLadder) {
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
console.log(values.out);

function mean(scores) {
  const known = scores.filter(Number.isFinite);
  return (known.reduce((a, b) => a + b, 0) / known.length).toFixed(4);
}

async function tiles() {
  try {
    const include = (stem) => !stem.startsWith('synthetic');
    return (await loadPairs(values.data, { size: 512, include })).samples;
  } catch ({ message }) {
    return stop(message);
  }
}
