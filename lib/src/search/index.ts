/** Searches: a space over a recipe's fields, a suggester, trials that resume, a store that loses nothing, and runners. */
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
export { SuggestionLog } from './suggest/suggestion-log';
export type { SearchTrial } from './trial/search-trial';
export { runSearchTrial } from './trial/run-search-trial';
export { failedRecord, searchRecord } from './trial/search-record';
export { recipeWith, recordedName, valuesText } from './trial/trial-values';
export type { TrialHooks, TrialOutcome, TrialRunner } from './runners/runner';
export { GpuSlots, gpuNames } from './runners/gpus';
export { processRunner, type ProcessRunnerOptions } from './runners/process';
export { EventLog, type SearchEvent } from './store/event-log';
export { Lease, leaseState, type LeaseHolder } from './store/lease';
export {
  claimSearch,
  readManifest,
  searchDifferences,
  searchFormat,
  type SearchData,
  type SearchManifest,
} from './store/manifest';
export { SearchStore } from './store/search-store';
export { keepImages, keptImages } from './images/kept-images';
export { searchImages } from './images/search-images';
export {
  configurationScore,
  rankConfigurations,
  trialsEach,
  type RankedConfiguration,
} from './results/rank-configurations';
export { searchStatus, type SearchStatus } from './results/search-status';
export { bestOfSearch, type BestOfSearch } from './results/best-of-search';
export { searchCsv } from './results/search-csv';
export { collectRecords, type CollectedRecords } from './results/collect-records';
export { putBack } from './results/put-back';
export { prepareSearch, type PreparedSearch, type SearchPlan } from './prepare-search';
export { runSearch, type SearchOptions, type SearchResult } from './run-search';
