import {
  bestWorstCurvesFigure,
  convergenceFigure,
  hyperparameterImpactFigure,
  lossComparisonFigure,
  topConfigurationsFigure,
} from '../figures';
import type { Figure } from '../types';
import type { SearchFacts } from './facts/search-facts';

/** Figures 1 to 5 that the facts allow: those of the report, to be rendered and handed to `writeReport`. */
export function searchFigures(facts: SearchFacts): Figure[] {
  return [
    topConfigurationsFigure(facts.top),
    ...(facts.impact === null ? [] : [hyperparameterImpactFigure(facts.impact)]),
    ...(facts.curves === null ? [] : [bestWorstCurvesFigure(facts.curves)]),
    ...(facts.losses === null ? [] : [lossComparisonFigure(facts.losses)]),
    ...(facts.convergence === null ? [] : [convergenceFigure(facts.convergence)]),
  ];
}
