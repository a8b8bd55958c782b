import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainingSpeedFigure, trainingSpeedInfo, type TrainingSpeedRow } from 'unetlab/figures';
import { withoutSettings } from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import { recipes, resolutionLadder } from 'unetlab/recipes';
import { ResolutionStudy, sweepDrawings, sweepFacts, type PhotographAudit } from 'unetlab/reports';
import { recordedStudy } from 'unetlab/runs';
import { runRecordFromJson, type Figure } from 'unetlab/types';

const root = process.cwd();
const read = (...path: string[]): string => readFileSync(join(root, 'data', ...path), 'utf8');

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
  return [ladder(), await importance(), ...speed()];
}

/** The experiment on photographs, as recorded; for the sentences, too. */
export function resolutionStudy(): ResolutionStudy {
  return new ResolutionStudy({
    recorded: read('resolution', 'runs.jsonl').trim().split('\n').map(runRecordFromJson),
    photographs: photographs(),
    rungs: resolutionLadder,
    epochs: recipes.best.config.epochs,
  });
}

export function photographs(): PhotographAudit[] {
  return JSON.parse(read('resolution', 'audit.json')) as PhotographAudit[];
}

function ladder(): Figure {
  return resolutionStudy().ladderFigure({ at256: 0.2456, at512: 0.164 });
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

/** Times of a training step, where a full run of the bench is recorded. */
function speed(): Figure[] {
  if (!existsSync(join(root, 'data', 'bench', 'training.json'))) return [];
  const { machine, results } = JSON.parse(read('bench', 'training.json')) as TrainingBench;
  const rows = results.flatMap(({ size, batch, filters, rows: contenders }) =>
    contenders.map(
      (row): TrainingSpeedRow => ({
        name: String(row.contender),
        setting: `${size}², batch ${batch}, ${filters} filters`,
        milliseconds: Number(row['ms a step']),
        ours: String(row.contender).startsWith('ours, compiled'),
      }),
    ),
  );
  return [
    trainingSpeedFigure(
      trainingSpeedInfo(rows, {
        machine: `U-Net of four levels; ${machine.processor}, ${machine.cores} cores`,
      }),
    ),
  ];
}
