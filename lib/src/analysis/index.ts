/**
 * Analysis: statistics, importance, warnings, claims. Arrays or `RunRecord`s in, plain objects out; no disk, no
 * network, no TensorFlow.
 */
export { analyseRuns, type AnalyseOptions, type RunAnalysis } from './analyse-runs';
export { adaptiveSampling } from './audit/adaptive-sampling';
export { auditRecords, type AuditOptions } from './audit/audit';
export { collapsedRuns } from './audit/collapsed-runs';
export { confoundedFactors } from './audit/confounded-factors';
export { contradictingHistory } from './audit/contradicting-history';
export { duplicateConfigurations } from './audit/duplicate-configurations';
export { earlyStopping } from './audit/early-stopping';
export { groupsOfOne } from './audit/groups-of-one';
export { exactCopies } from './audit/exact-copies';
export { missingResults } from './audit/missing-results';
export { appliedRate, neverApplied, type AppliedRate } from './audit/never-applied';
export { pooledSweeps } from './audit/pooled-sweeps';
export { unevenFailures } from './audit/uneven-failures';
export type { Warning, WarningKind } from './audit/warning';
export { checkClaims, claims, countHolds, countVerdicts } from './claims/check-claims';
export type { ClaimRuns } from './claims/claim-runs';
export {
  isGeneral,
  type AskedAgain,
  type CheckedClaim,
  type Claim,
  type ClaimKind,
  type ClaimSource,
  type ClaimSubject,
  type Holds,
} from './claims/claim';
export type { Finding, Verdict } from './claims/finding';
export type { Comparison, ComparisonName, Evidence } from './claims/evidence';
export type { ClaimMaterial, Study } from './claims/material';
export type { Feature } from './importance/binned-features';
export { detectableShare } from './importance/detection-limit';
export { treeShares, type TreeShares } from './importance/functional-anova';
export {
  importance,
  type FeatureImportance,
  type Importance,
  type ImportanceFigure,
  type ImportanceOptions,
  type PairImportance,
} from './importance/importance';
export type { ChanceLimits } from './importance/shadows';
export type { Tree } from './importance/tree';
export { goalByName } from './objective/goal-by-name';
export { metricRange, type MetricRange } from './objective/metric-range';
export { fieldOf, valuesOf, type Measure, type Score } from './objective/measure';
export {
  objectiveOf,
  scoreField,
  type ChosenObjective,
  type ObjectiveOptions,
} from './objective/objective-of';
export { better, rankRuns, type RankedRun, type Ranking } from './objective/rank-runs';
export { appraise, type Appraisal } from './records/appraisal';
export { bestSoFar, inTime, type BestSoFar } from './records/best-so-far';
export { convergenceOf, type Convergence, type ConvergenceOptions } from './records/convergence';
export { factorEffects, type FactorEffect } from './records/factor-effects';
export { withoutCopies, type WithoutCopies } from './records/exact-copies';
export { factorOf, factorsOf, featuresOf, type Factor, type UnusableFactor } from './records/factors';
export { fieldName, levelsOf, numbersOf, readField, type Field, type NumberColumn } from './records/fields';
export {
  cellTable,
  groupsOf,
  groupSummary,
  type CellTable,
  type GroupSummary,
  type LevelSummary,
} from './records/groups';
export { historyColumn } from './records/history-columns';
export { isDate } from './records/is-date';
export {
  narrowedSpace,
  type NarrowedParameter,
  type NarrowOptions,
  type ParameterSpace,
} from './records/narrowed-space';
export { fieldFor, fieldsOf, type Fields, type Role } from './records/roles';
export { withoutSettings } from './records/without-settings';
export { movedRanks, sampledHistory, type SampledHistory } from './records/sampled-history';
export { sweepYaml, type SweepYamlOptions } from './records/sweep-yaml';
export { oneWayAnova, type OneWayAnova } from './statistics/anova-one-way';
export {
  factorialAnova,
  type AnovaFactor,
  type AnovaTerm,
  type Covariate,
  type FactorialAnova,
} from './statistics/anova-factorial';
export {
  bestOfLevels,
  bestOfN,
  expectedMaximum,
  type BestOfLevel,
  type BestOfLevels,
  type BestOfN,
} from './statistics/best-of-n';
export {
  bcaInterval,
  bootstrap,
  bootstrapRows,
  type Bootstrap,
  type BootstrapOptions,
} from './statistics/bootstrap';
export { brownForsythe } from './statistics/brown-forsythe';
export { correlation, type Correlation, type CorrelationMethod } from './statistics/correlation';
export { correlationMatrix, type CorrelationMatrix } from './statistics/correlation-matrix';
export { describe, quantile, type Description } from './statistics/describe';
export { fisherExact } from './statistics/fisher-exact';
export { furtherTries, type BestOfFurther, type FurtherTriesOptions } from './statistics/further-tries';
export { hedgesG, omegaSquared, type EffectSize } from './statistics/effect-size';
export { holm } from './statistics/holm';
export { kruskal, type KruskalTest } from './statistics/kruskal';
export { noncentralFCdf, noncentralTCdf } from './statistics/noncentral';
export type { Group, Interval, Numbers } from './statistics/numbers';
export {
  betweenGroups,
  meanDifference,
  permutationCorrelation,
  permutationTest,
  signFlipTest,
  type Alternative,
  type PermutationOptions,
  type PermutationTest,
} from './statistics/permutation';
export { ranksOf } from './statistics/ranks';
export { scaleOf } from './statistics/scale';
export { trend, type Trend, type TrendOptions } from './statistics/trend';
export { uniformityTest, type UniformityTest } from './statistics/uniformity';
export {
  pairwiseWelch,
  welchAnova,
  welchTest,
  type PairComparison,
  type WelchAnova,
  type WelchTest,
} from './statistics/welch';
export { confidenceOfWeight, focusedGradient, focusingFactor } from './influence/focusing';
export { gradientProfile, type GradientProfile } from './influence/profile';
export {
  fourRings,
  influenceByRing,
  ringsOf,
  threeRings,
  type Ring,
  type RingInfluence,
} from './influence/rings';
export {
  gradientSnapshot,
  type GradientSnapshot,
  type SnapshotMeasurement,
  type TermShares,
} from './influence/snapshot';
export { updateShares, type UpdatePart, type UpdateShares } from './influence/update-shares';
export {
  publishedPixels512,
  publishedWeights512,
  weightedShares,
  type WeightedPixels,
  type WeightedShare,
} from './influence/weighted-shares';
export {
  halvingRace,
  type HalvingRace,
  type HalvingRaceOptions,
  type OverOrders,
  type RaceSide,
} from './halving/halving-race';
export {
  successiveHalving,
  type HalvedCurve,
  type HalvingOptions,
  type WholeCurve,
} from './halving/successive-halving';
export { wholeRuns, type WholeRun } from './halving/whole-runs';
export { sharesByImage } from './influence/shares-by-image';
