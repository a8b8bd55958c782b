import type { Figure } from 'unetlab/types';
import { hyperparameterGallery } from './hyperparameters';
import { lossGradientGallery } from './loss-gradients';
import { otherScoresGallery } from './other-scores';
import { searchGallery } from './search';
import { sketchGallery } from './sketches';
import { sweepGallery } from './sweep';
import { trainingGallery } from './training';

/** One example of every figure, from made-up data with fixed seeds: what the snapshots and the pictures show. */
export function galleryFigures(): readonly Figure[] {
  return [
    ...trainingGallery(),
    ...searchGallery(),
    ...sweepGallery(),
    ...lossGradientGallery(),
    ...otherScoresGallery(),
    ...hyperparameterGallery(),
    ...sketchGallery(),
  ];
}
