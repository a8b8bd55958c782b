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
export { countTable, crossValidationFindings, foldTable } from './cross-validation-tables';
export { recipeRow } from './recipe-row';
export { fourScores, heldOutRow, trivialTable } from './held-out-tables';
export { trainingFindings, type TrainingFindings } from './training-findings';
export type { PhotographAudit } from './resolution/photograph-audit';
export type { PhotographResult } from './resolution/held-out-slides';
export type { Ladder, LadderRun } from './resolution/ladder-runs';
export type { LightOfSlide } from './resolution/light-by-slide';
export type { ResolutionFacts } from './resolution/resolution-findings';
export { ResolutionStudy, type ResolutionRecords } from './resolution/resolution-study';
export { predictedTable, type PredictedImage } from './predicted-table';
export { appraisalList, warningList } from './appraisal-list';
export { columnTable, type DescribedColumn } from './column-table';
export { levelTable } from './level-table';
export { noticedRuns, runsRead, statesOf } from './runs-read';
export { bestRunTable } from './sweep/best-run-table';
export { correlationRows, correlationTable, type CorrelationRow } from './sweep/correlation-rows';
export { narrowedTable } from './sweep/narrowed-table';
export { sweepDrawings } from './sweep/sweep-drawings';
export { sweepFindings, sweepInBrief } from './sweep/sweep-findings';
export { backendRow, firstFindings, type BackendWords } from './first-findings';
export { bestOfPull } from './pull/best-of-pull';
export { planTable, type PlannedSetting } from './pull/plan-table';
export { pullFindings, type PullFacts } from './pull/pull-findings';
export { pullSummary, type PullCounts } from './pull/pull-summary';
export { sampleTable } from './pull/sample-table';
export { columnGaps, varyingColumns, type ColumnGaps } from './pull/varying-columns';
export { compareStrategies, strategyTable, type StrategyCompared } from './strategies/compare-strategies';
export { outcomeTable, shockTable, strategyOutcome, type StrategyOutcome } from './strategies/outcome';
export { strategyEvidence, strategyFindings, type StrategyStudy } from './strategies/strategy-findings';
export { adviceList } from './search/advice-list';
export { beforehandTable, claimSources, claimTable, hopedTable, undecidedTable } from './search/claim-tables';
export { gridAppraisal } from './search/grid-appraisal';
export { luckFinding } from './search/luck-finding';
export { measuredEvidence, measuredTable } from './search/measured-evidence';
export { searchDocuments, type SearchDocumentsParts } from './search/search-documents';
export { searchFindings, type SearchFindings } from './search/search-findings';
export { claimRunsOf, studyReport, studyRuns, type StudyRuns } from './search/study-runs';
export { anovaTable, factorTestTable, pairTable, studyTestTable } from './search/test-tables';
export { influenceLines, influenceTable } from './losses/published-influence';
export { mathematicalFindings } from './losses/mathematical-findings';
export {
  crossingTable,
  measuredClassTable,
  ringTable,
  sceneTable,
  snapshotBars,
  termTable,
  updateTable,
} from './losses/snapshot-tables';
