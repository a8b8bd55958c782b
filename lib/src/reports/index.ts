/**
 * Reports: Markdown written from facts. `xFacts(records)` decides, `xReport(facts)` words it; a sentence that the
 * facts do not support is not written. Only `writeReport` touches the disk.
 */
export { analysisComplete, type AnalysisCompleteParts } from './analysis-complete';
export {
  claimRows,
  shortNames,
  type CheckedStatement,
  type ClaimAnswer,
  type ClaimRow,
  type ClaimVerdict,
} from './claim-rows';
export {
  answerCounts,
  answerSentence,
  claimCounts,
  claimsReport,
  type ClaimsReportOptions,
} from './claims-report';
export { compareSettings, type SettingCompared } from './compare-settings';
export { evidenceTable, evidenceVerdict, type MeasuredEvidence } from './evidence';
export { type FactorFacts } from './facts/factor-facts';
export { gridFacts, type GridFacts, type GridMeasure } from './facts/grid-facts';
export { searchFacts, type Reference, type SearchFacts, type SearchFactsOptions } from './facts/search-facts';
export { sweepFacts, type SweepFacts, type SweepFactsOptions } from './facts/sweep-facts';
export { searchFigures } from './figure-set';
export { gridFigures, gridReport, type GridReportParts } from './grid-report';
export { htmlPage } from './html-page';
export type { DoubledGradient, MathematicalFacts, SceneGeometry } from './mathematical-facts';
export { mathematicalStatements } from './mathematical-statements';
export {
  mathematicalSummary,
  type GradientCheck,
  type MathematicalSummaryParts,
} from './mathematical-summary';
export { luckVerdict } from './luck';
export { quickStart, type QuickStartParts } from './quick-start';
export { recommendationsOf, type Recommendation } from './recommendations';
export type { Picture, Report, ReportDocument } from './report';
export { searchReport, type SearchReportParts } from './search-report';
export { sweepFigures } from './sweep-figures';
export { sweepReport } from './sweep-report';
export { writeReport } from './write-report';
export { trainingDocument, type InlinePicture, type TrainingPictures } from './training-document';
export { groupsCsv, imagesCsv } from './training-tables';
export { comparisonDocument, type ComparisonParts } from './comparison-document';
