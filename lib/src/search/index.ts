/** Searches: spaces over a recipe's fields, suggestions, trials, and where they run. */
export type { Distribution, Parameter, Pruning, SearchSpace } from './space/search-space';
export type { Suggester, Suggestion, Told } from './suggest/suggester';
export type { SearchTrial } from './trial/search-trial';
export type { TrialHooks, TrialOutcome, TrialRunner } from './runners/runner';
