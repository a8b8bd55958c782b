import { rankRuns } from '../objective/rank-runs';
import { shortNumber } from '../statistics/number-text';
import type { Claim } from './claim';
import { contradicted, reproduced } from './findings';
import { on } from './material';

interface PublishedRun {
  readonly name: string;
  readonly dice: string;
  readonly iou: string;
  readonly batch: string;
}

const published: readonly PublishedRun[] = [
  { name: 'run-abc123', dice: '0.752', iou: '0.615', batch: '64' },
  { name: 'run-def456', dice: '0.746', iou: '0.608', batch: '32' },
  { name: 'run-ghi789', dice: '0.740', iou: '0.602', batch: '64' },
];

/** The sweep report's table of top runs: does the export hold runs that good? */
export const sweepTopRuns: readonly Claim[] = published.map(({ name, dice, iou, batch }, i) => ({
  id: `sweep.top-${i + 1}`,
  source: 'Sweep analysis report',
  quotation: `| ${name} | ${dice} | ${iou} | … | ${batch} |`,
  kind: 'number',
  subject: 'sweep',
  check: on('sweep', ['dice', 'batchSize'], (study) => {
    const ranked = rankRuns(study.records, { field: study.fields.dice!, goal: 'maximize' }).ranked;
    const got = ranked[i];
    const best = ranked[0];
    const reaching = ranked.filter(({ value }) => value >= Number(dice) - 0.0005).length;
    const named = study.records.some((record) => record.name === name || record.id === name);
    const batches = study.distinct('batchSize');
    const figures = {
      published: Number(dice),
      found: got?.value ?? null,
      maximum: best?.value ?? null,
      reaching,
      named,
      batchTried: batches.includes(batch),
    };
    const what = `rank ${i + 1} has Dice ${got ? shortNumber(got.value, 5) : 'none'} (${got?.record.name ?? 'no run'})`;
    if (got && Math.abs(got.value - Number(dice)) <= 0.0005)
      return reproduced(`Of ${ranked.length} runs, ${what}, published as ${dice}.`, figures);
    const notes = [
      reaching === 0
        ? `no run reaches ${dice} (maximum ${best ? shortNumber(best.value, 5) : 'none'}, ${best?.record.name ?? ''})`
        : `${reaching} runs reach ${dice}`,
      named ? '' : `none is named ${name}`,
      batches.includes(batch) ? '' : `none has batch size ${batch}`,
    ].filter((note) => note !== '');
    return contradicted(`Of ${ranked.length} runs, ${what}; ${notes.join(', ')}.`, figures);
  }),
}));
