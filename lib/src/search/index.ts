/** Searches: a space over a recipe's fields, a suggester, trials that resume, a store that loses nothing, and runners. */
export type { Distribution, Parameter, Pruning, SearchSpace } from './space/search-space';
export { gridOf } from './space/grid';
export { epochScore } from './space/metric-names';
export { plannedTrials } from './space/planned-trials';
export { readSpace, type ReadSpaceOptions } from './space/read-space';
export { followUp } from './space/follow-up';
export { costText, timeText } from './space/cost-text';
export { namedSpace, type NamedSpaceOptions } from './space/named-space';
export { spaceCost, trainingsOf, type SpaceCost } from './space/space-cost';
export { configurationsIn, spaceRows, type SpaceRow } from './space/space-rows';
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
export { afterSearch, type AfterSearch } from './results/after-search';
export { ensembleGain, type EnsembleGain, type Gain } from './results/ensemble-gain';
export {
  afterSentence,
  boughtSentence,
  ensembleSentence,
  raceSentence,
  startsSentence,
  trialsSentence,
  winnerSentence,
} from './results/findings';
export { afterRows, boughtRows, ensembleRows, raceRows, rankRows, type Row } from './results/rows';
export { commandLines, type CommandLinesOptions } from './results/command-lines';
export { scoredTrials } from './results/scored-trials';
export { trialsOf } from './results/trials-of';
export { rungsOf } from './space/rungs-of';
export { toldOptions } from './images/told-options';
export { withBudget } from './space/with-budget';
export { searchKey } from './store/search-key';
export { searchCsv } from './results/search-csv';
export { collectRecords, type CollectedRecords } from './results/collect-records';
export { putBack } from './results/put-back';
export { prepareSearch, type PreparedSearch, type SearchPlan } from './prepare-search';
export { claimFollowUp } from './claim-follow-up';
export { runSearch, type SearchOptions, type SearchResult } from './run-search';
export { queueAddress, type QueueAddress, type QueueConnection } from './runners/queue/queue-address';
export { QueueAwayError } from './runners/queue/queue-connection';
export { queueRunner, type QueueRunner, type QueueRunnerOptions } from './runners/queue/queue-runner';
export { runQueueWorker, type QueueWorkerOptions } from './runners/queue/queue-worker';
export { openQueuedSearch, type OpenQueuedSearchOptions } from './runners/queue/open-queued-search';
export {
  startLocalWorkers,
  type LocalWorkers,
  type LocalWorkersOptions,
} from './runners/queue/local-workers';
export type { QueuedSearch } from './runners/queue/queued-trial';
export { pbsScript, slurmScript, type ArrayJob } from './runners/cluster/array-script';
export { writeKeptScript } from './runners/cluster/kept-script';
export { planForCluster } from './runners/cluster/plan-for-cluster';
export { arrayJobs, arrayRanges, readTrialPlan, writeTrialPlan } from './runners/cluster/trial-plan';
export { runTask, type TaskOptions, type TaskResult } from './runners/cluster/run-task';
export { sweepRuns, type SweepRuns } from './runners/agent/sweep-runs';
export { runSweepAgent, type SweepAgentResult, type SweepAgentRun } from './runners/agent/run-sweep-agent';
