/** Searches: a space over a recipe's fields, what to try next, the store, and where trials run. */
export type { Distribution, Parameter, Pruning, SearchSpace } from './space/search-space';
export { gridOf } from './space/grid';
export { epochScore } from './space/metric-names';
export { plannedTrials } from './space/planned-trials';
export { readSpace, type ReadSpaceOptions } from './space/read-space';
export { spaceLines } from './space/space-lines';
export { plannedConfigurations } from './suggest/configurations';
export { quantile } from './suggest/quantile';
export { dashboardCommand, needsOptuna, openSuggester } from './suggest/open-suggester';
export type { OptunaOptions } from './suggest/optuna-suggester';
export type { Suggester, Suggestion, Told } from './suggest/suggester';
export type { SearchTrial } from './trial/search-trial';
export type { TrialHooks, TrialOutcome, TrialRunner } from './runners/runner';
