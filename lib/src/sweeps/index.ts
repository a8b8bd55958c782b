/** Searches: plans of trials, each trained in a process of its own, recorded at once, resumable; and recipes. */
export { grid36, plans, search15, type PlanName } from './plans';
export { recordedStudy, type RecordedStudy, type StudyName } from './recorded-studies';
export { prepareRecipe, type PreparedRecipe, type Recipe } from './recipe';
export { recipes, type RecipeName } from './recipes';
export { resolutionEvidence, type ForegroundShare } from './resolution-evidence';
export { resolutionLadder, type Rung } from './resolution-ladder';
export { rungId, runRung, type RungOptions } from './run-rung';
export { RunStore } from './run-store';
export { runSweep, type SweepOptions, type SweepProgress } from './run-sweep';
export { runTrial, type Trial } from './trial';
