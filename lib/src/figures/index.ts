/** Figures: `xInfo(data)` computes a plain object, `xFigure(info)` draws it with Plotly. No disk, no TensorFlow. */
export {
  learningCurvesFigure,
  learningCurvesInfo,
  type CurveInput,
  type LearningCurve,
  type LearningCurvesInfo,
  type LearningCurvesOptions,
} from './learning-curves';
export {
  publishedComparisonFigure,
  publishedComparisonInfo,
  type PublishedComparisonInfo,
  type PublishedComparisonOptions,
  type PublishedComparisonRow,
} from './published-comparison';
export {
  slideScoresFigure,
  slideScoresInfo,
  type SlideScore,
  type SlideScoresInfo,
  type SlideScoresOptions,
} from './slide-scores';
export {
  trainingSpeedFigure,
  trainingSpeedInfo,
  type TrainingSpeedInfo,
  type TrainingSpeedOptions,
  type TrainingSpeedRow,
} from './training-speed';
