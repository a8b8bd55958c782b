import { halvingRace, objectiveOf, successiveHalving, wholeRuns } from 'unetlab/analysis';
import {
  afterSearchFigure,
  afterSearchInfo,
  boughtTrials,
  endedCurvesFigure,
  endedCurvesInfo,
  expectedBestFigure,
  expectedBestInfo,
  halvingRaceFigure,
  halvingRaceInfo,
} from 'unetlab/figures';
import { Random } from 'unetlab/random';
import type { Figure, RunRecord } from 'unetlab/types';

/** Trials whose curves rise to different heights at different speeds. */
export function hyperparameterRuns(count: number, seed: number, epochs = 18): RunRecord[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i): RunRecord => {
    const [top, speed, start] = [random.between(0.2, 0.75), random.between(0.1, 0.6), random.int(4)];
    const curve = Array.from({ length: epochs }, (_, epoch) =>
      Math.max(0, top * (1 - Math.exp(-speed * Math.max(0, epoch - start))) + 0.015 * random.normal()),
    );
    return {
      id: `c${i}`,
      name: `learning rate ${i}`,
      source: 'local',
      state: 'finished',
      sweep: 'made up',
      url: null,
      created: null,
      tags: [],
      config: { learning_rate: i, epochs, seed: 1 },
      summary: { best_val_jaccard: Math.max(...curve), seconds: random.between(8, 14) },
      about: { configuration: i },
      history: { epoch: curve.map((_, epoch) => epoch + 1), val_jaccard: curve },
      notices: [],
    };
  });
}

/** The same as a search would have left them that prunes after 2 and 6 epochs. */
export function prunedRuns(records: readonly RunRecord[]): RunRecord[] {
  const curves = wholeRuns(records, { column: 'val_jaccard', goal: 'maximize' });
  return successiveHalving(curves, { minEpochs: 2, factor: 3 }).map(({ epochs, pruned }, i) => {
    const record = records[i]!;
    const history = Object.fromEntries(
      Object.entries(record.history!).map(([name, column]) => [name, column.slice(0, epochs)]),
    );
    const best = Math.max(...history.val_jaccard!);
    return { ...record, state: pruned ? 'pruned' : 'finished', history, summary: { best_val_jaccard: best } };
  });
}

/** Figures of notebook 06. */
export function hyperparameterGallery(): Figure[] {
  const records = hyperparameterRuns(36, 4);
  const score = objectiveOf(records, { prefer: ['jaccard'] });
  const runs = wholeRuns(records, { column: 'val_jaccard', goal: 'maximize' });
  const race = halvingRace(runs, { minEpochs: 2, factor: 3, random: new Random(1), orders: 300 });
  const studies = [
    boughtTrials(records, score, { title: 'one grid', quantity: 'hard Jaccard' }),
    boughtTrials(hyperparameterRuns(15, 9), score, { title: 'another', quantity: 'soft Jaccard' }),
  ];
  return [
    endedCurvesFigure(endedCurvesInfo(prunedRuns(records.slice(0, 14)), { score, rungs: [2, 6] })),
    halvingRaceFigure(halvingRaceInfo(race, { quantity: 'validation Jaccard' })),
    expectedBestFigure(expectedBestInfo(studies, { hours: [36, 48], random: new Random(2) })),
    afterSearchFigure(
      afterSearchInfo(
        [
          { name: 'configurations of the search', scores: [0.41, 0.52, 0.55, 0.58, 0.61, 0.68] },
          { name: 'the winner, as it was chosen', scores: [0.68] },
          { name: 'other seeds', scores: [0.63, 0.65, 0.6] },
          { name: 'the same for 36 epochs', scores: [0.69, 0.7, 0.66] },
        ],
        { quantity: 'best validation Jaccard', luck: { value: 0.67, tries: 6 } },
      ),
    ),
  ];
}
