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
export {
  searchRuns,
  varyingSettings,
  type SearchRun,
  type SearchRunOptions,
  type SearchRuns,
} from './search-run';
export { isLogSetting, settingBrief, settingTitle, settingValue, settingsLabel } from './setting-names';
export {
  topConfigurationsFigure,
  topConfigurationsInfo,
  type TopConfigurationsInfo,
} from './top-configurations';
export {
  hyperparameterImpactFigure,
  hyperparameterImpactInfo,
  type HyperparameterImpactInfo,
  type ImpactLevel,
} from './hyperparameter-impact';
export { bestWorstCurvesFigure, bestWorstCurvesInfo, type BestWorstCurvesInfo } from './best-worst-curves';
export { lossComparisonFigure, lossComparisonInfo, type GroupComparisonInfo } from './loss-comparison';
export { convergenceFigure, convergenceInfo, type ConvergenceInfo } from './convergence';
export {
  lossMathematicsFigure,
  lossMathematicsInfo,
  type LossMathematicsInfo,
  type LossMathematicsOptions,
} from './loss-mathematics';
export type { DiceContext } from './loss-formulas';
export {
  pixelInfluence,
  pixelInfluenceFigure,
  pixelInfluenceInfo,
  publishedPixelClasses,
  publishedPixelClassesAt256,
  type PixelClass,
  type PixelInfluence,
  type PixelInfluenceInfo,
  type PixelInfluenceSetting,
} from './pixel-influence';
export { lossExplorerFigure } from './loss-explorer';
export { objectiveColumn, validationColumn } from './history-columns';
export { bestSoFarFigure, bestSoFarInfo, type BestSoFarInfo } from './best-so-far';
export {
  correlationMatrixFigure,
  correlationMatrixInfo,
  strongestPair,
  type CorrelationMatrixInfo,
} from './correlation-matrix';
export {
  gridHeatMapsFigure,
  gridHeatMapsInfo,
  type GridHeatMapsInfo,
  type GridHeatMapsOptions,
} from './grid-heat-maps';
export { importanceFigure, importanceInfo, type ImportanceInfo } from './importance';
export {
  parallelCoordinatesFigure,
  parallelCoordinatesInfo,
  type ParallelAxis,
  type ParallelCoordinatesInfo,
} from './parallel-coordinates';
export {
  parameterScatterFigure,
  parameterScatterInfo,
  type ParameterScatterInfo,
  type ParameterScatterOptions,
} from './parameter-scatter';
export { scoreHeatMapFigure, scoreHeatMapInfo, type Bin, type ScoreHeatMapInfo } from './score-heat-map';
export { stabilityFigure, stabilityInfo, type StabilityInfo, type StabilityOptions } from './stability';
export { topRunsFigure, topRunsInfo, type TopRunsInfo, type TopRunsOptions } from './top-runs';
export {
  gradientTermsFigure,
  gradientTermsInfo,
  type GradientTermsInfo,
  type GradientTermsRow,
} from './gradient-terms';
export {
  influenceSharesFigure,
  influenceSharesInfo,
  type InfluenceShareRow,
  type InfluenceSharesInfo,
} from './influence-shares';
export { settingPhrase } from './setting-names';
export { counted, fixed, short, thousands } from './number-text';
export {
  gradientByDistanceFigure,
  gradientByDistanceInfo,
  type GradientByDistanceInfo,
} from './gradient-by-distance';
export {
  claimVerdictsFigure,
  claimVerdictsInfo,
  type ClaimVerdictsInfo,
  type VerdictRow,
} from './claim-verdicts';
export {
  resolutionLadderFigure,
  resolutionLadderInfo,
  type LadderRow,
  type ResolutionLadderInfo,
} from './resolution-ladder';
export {
  trainingPathsFigure,
  trainingPathsInfo,
  type TrainingPath,
  type TrainingPathsInfo,
} from './training-paths';
export { dataSetFigure } from './data-set-figure';
export { dataSetOverview, type DataSetOverview } from './data-set-overview';
export {
  pairedScoresFigure,
  pairedScoresInfo,
  type PairedScore,
  type PairedScoresInfo,
} from './paired-scores';
export { endedCurvesFigure, endedCurvesInfo, type EndedCurve, type EndedCurvesInfo } from './ended-curves';
export { halvingRaceFigure, halvingRaceInfo, type HalvingRaceInfo } from './halving-race';
export {
  boughtTrials,
  expectedBestFigure,
  expectedBestInfo,
  type BoughtTrials,
  type ExpectedBestInfo,
} from './expected-best';
export { afterSearchFigure, afterSearchInfo, type AfterSearchInfo, type ScoreRow } from './after-search';
export { diceAreasFigure, discAreas, type DiscAreas, type DiscPrediction } from './dice-areas';
export {
  foldsFigure,
  foldsInfo,
  type FoldRow,
  type FoldSide,
  type FoldsInfo,
  type FoldsOptions,
} from './folds';
export {
  halvingStairsFigure,
  halvingStairsInfo,
  type HalvingStairsInfo,
  type HalvingStairsOptions,
  type HalvingStep,
} from './halving-stairs';
export {
  trainingScheduleFigure,
  trainingScheduleInfo,
  type PlannedStage,
  type TrainingScheduleInfo,
} from './training-schedule';
export { uNetShapeFigure, uNetShapeInfo, type UNetLevel, type UNetShapeInfo } from './u-net-shape';
