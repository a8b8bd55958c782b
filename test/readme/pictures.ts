import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainingSpeedFigure, trainingSpeedInfo, type TrainingSpeedRow } from 'unetlab/figures';
import { withoutSettings } from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import { sweepDrawings, sweepFacts } from 'unetlab/reports';
import { recordedStudy } from 'unetlab/runs';
import type { Figure } from 'unetlab/types';
import { study } from '../reports/recorded-resolution';

const root = process.cwd();

/** What the bench of training writes. */
interface TrainingBench {
  readonly machine: { readonly processor: string; readonly cores: number };
  readonly results: readonly {
    readonly size: number;
    readonly batch: number;
    readonly filters: number;
    readonly rows: readonly Readonly<Record<string, string | number>>[];
  }[];
}

/** The README's figures, drawn from what is recorded in `data/`. */
export async function readmeFigures(): Promise<Figure[]> {
  return [ladder(), await importance(), speed()];
}

function ladder(): Figure {
  return study.ladderFigure({ at256: 0.2456, at512: 0.164 });
}

async function importance(): Promise<Figure> {
  const { records, title } = recordedStudy('published-sweep', root);
  const facts = await sweepFacts(withoutSettings(records, ['loss_weights']), {
    random: new Random(1),
    subject: title,
    resamples: 20,
  });
  return sweepDrawings(facts).find(({ name }) => name === 'importance')!;
}

/** Times of a training step in the first of the cases that the bench recorded. */
function speed(): Figure {
  const { machine, results } = JSON.parse(
    readFileSync(join(root, 'data/bench/training.json'), 'utf8'),
  ) as TrainingBench;
  const rows = results.slice(0, 1).flatMap(({ size, batch, filters, rows: contenders }) =>
    contenders.map(
      (row): TrainingSpeedRow => ({
        name: String(row.contender),
        setting: `${size}², batch ${batch}, ${filters} filters`,
        milliseconds: Number(row['ms a step']),
        ours: String(row.contender).startsWith('ours, compiled'),
      }),
    ),
  );
  return trainingSpeedFigure(
    trainingSpeedInfo(rows, {
      machine: `U-Net of four levels; ${machine.processor}, ${machine.cores} cores`,
    }),
  );
}
