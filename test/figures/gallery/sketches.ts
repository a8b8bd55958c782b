import {
  diceAreasFigure,
  foldsFigure,
  foldsInfo,
  halvingStairsFigure,
  halvingStairsInfo,
  trainingScheduleFigure,
  trainingScheduleInfo,
  uNetShapeFigure,
  uNetShapeInfo,
} from 'unetlab/figures';
import type { Figure } from 'unetlab/types';

/** The sketches that explain an idea: drawn from a configuration, not from measurements. */
export function sketchGallery(): Figure[] {
  const small = uNetShapeInfo({ channels: 1, depth: 4, baseFilters: 16 }, { size: 256, weights: 1_944_049 });
  const deep = uNetShapeInfo({ channels: 3, depth: 6, baseFilters: 32 }, { size: 500 });
  return [
    uNetShapeFigure(small),
    { ...uNetShapeFigure(deep), name: 'u_net_shape_deep' },
    diceAreasFigure(),
    ...foldSketches(),
    trainingScheduleFigure(trainingScheduleInfo(ways(), { 256: 0.8, 512: 3.1 })),
    halvingStairsFigure(halvingStairsInfo({ trials: 36, epochs: 60, minEpochs: 3, factor: 3 })),
  ];
}

interface Tile {
  readonly id: string;
  readonly group: string;
}

/** Tiles of eight slides, three to nine of each. */
const tiles: Tile[] = [6, 8, 4, 9, 3, 7, 5, 8].flatMap((count, slide) =>
  Array.from({ length: count }, (_, tile) => ({ id: `s${slide + 1}t${tile}`, group: `slide ${slide + 1}` })),
);
const where = (test: (tile: Tile, index: number) => boolean): Tile[] => tiles.filter(test);

function foldSketches(): Figure[] {
  const inSlides = (numbers: string) => (tile: Tile) => numbers.includes(tile.group.at(-1)!);
  const split = {
    train: where(inSlides('12457')),
    validation: where(inSlides('3')),
    test: where(inSlides('68')),
  };
  const torn = {
    train: where((_, i) => (i * 7) % 10 < 6),
    validation: where((_, i) => [6, 7].includes((i * 7) % 10)),
    test: where((_, i) => (i * 7) % 10 > 7),
  };
  const folds = ['147', '258', '36'].map((numbers, i) => ({
    name: `fold ${i}`,
    split: {
      train: where((tile) => !inSlides(numbers)(tile)),
      validation: where(inSlides(numbers)),
      test: [],
    },
  }));
  const two = [
    { name: 'by slide', split },
    { name: 'tile by tile', split: torn },
  ];
  return [
    foldsFigure(foldsInfo(two, { unit: 'slides', title: 'Two ways to hold tiles out' })),
    { ...foldsFigure(foldsInfo(folds, { unit: 'slides' })), name: 'folds_three' },
  ];
}

function ways(): Parameters<typeof trainingScheduleInfo>[0] {
  const rates = (epochs: number, rate: number): number[] =>
    Array.from({ length: epochs }, (_, i) => {
      const at = i + 0.5;
      if (at < 1) return rate * at;
      return rate * (0.01 + (0.99 * (1 + Math.cos((Math.PI * (at - 1)) / (epochs - 1)))) / 2);
    });
  return {
    '512² throughout': [{ sides: [512], rates: rates(10, 3e-3) }],
    '256², then 512²': [
      { sides: [256], rates: rates(19, 3e-3) },
      { sides: [512], rates: rates(5, 5e-4) },
    ],
    'both sizes mixed': [{ sides: [256, 512], rates: rates(16, 3e-3) }],
  };
}
