/** Recipes: how to train, planned from the data, changed by field; and trials of them. */
export { prepareRecipe, type PreparedRecipe, type Recipe } from './recipe';
export { forImages } from './for-images';
export { recipes, type RecipeName } from './named-recipes';
export {
  changeRecipe,
  changeRecipeBy,
  checkField,
  recipeField,
  recipeFields,
  type FieldKind,
  type FieldValue,
} from './change-recipe';
export { dataSetFacts, type DataSetFacts } from './plan/facts';
export { planDataSet, plannedLabels, trialSamples, type DataSetPlan } from './plan/plan-data-set';
export { planTraining, type Plan, type PlanOptions } from './plan/plan';
export type { Decision } from './plan/decision';
export { auditFits, trainingLabels, type AuditFit, type TrainingLabels } from './training-labels';
export { resolutionEvidence, type ForegroundShare } from './resolution-evidence';
export { resolutionLadder, type Rung } from './resolution-ladder';
export { rungId, runRung, type RungOptions } from './run-rung';
export { runTrial } from './run-trial';
export { recordedTrial, retrainRecorded, type RecordedTrial } from './retrain-recorded';
export { trainRecipe, type TrainedRecipe } from './train-recipe';
export type { Trial, TrialData, TrialOptions, TrialResult } from './trial';
export { TrialFolder } from './trial-folder';
export type { HeldOutImage } from './held-out-images';
export { scoreTrial, type ScoredTrial } from './score-trial';
export {
  crossValidate,
  foldFolder,
  type CrossValidation,
  type CrossValidationOptions,
  type CrossValidationResult,
} from './cross-validate';
export { folderClaim, type FolderClaim } from './claim-folder';
export { compareStarts, startCurves, type ComparedStarts, type StartsTask } from './compare-starts';
export { differences } from './differences';
export {
  crossValidationScores,
  type CrossValidationScores,
  type OverGroups,
  type ImageScore,
  type ScoreOf,
} from './cross-validation-scores';
export { recipeFromJson, recipeToJson, recipeToLine } from './recipe-file';
export { heldOutMap } from './report/held-out-map';
export { trialMap } from './report/trial-map';
export { dataSetReport, type DataSetReport } from './report/data-set-report';
export type { Baseline, Baselines } from './report/baselines';
export type { RecipeChange } from './report/recipe-changes';
export {
  trainingReport,
  type FoldTraining,
  type TrainingReport,
  type TrainingReportParts,
} from './report/training-report';
export {
  compareScores,
  type Comparison,
  type ComparedImage,
  type ScoredImageOf,
} from './compare/compare-scores';
export { heldOutScoresOf, type ScoredFolder } from './compare/scored-folder';
export { trainedOn, type TrainedOn } from './compare/trained-on';
export { predictedScores, type PredictedScores } from './compare/predicted-scores';
