/**
 * W&B in and out: pulls that are complete, fast and resumable; offline runs as the same records; logging that never hurts
 * a training. Its tables are read by `unetlab/runs`. Everything ends in the `RunRecord` of `unetlab/types`.
 */
export { pullRuns } from './pull/pull';
export type { Pull, PullOptions, PullReport } from './pull/pull';
export type { PullProgress } from './pull/progress';
export type { SweepInfo, SweepParameter } from './pull/sweep';
export { sampleHistory } from './pull/sample-history';
export type { SampleOptions } from './pull/sample-history';
export { wandbRunState, wandbStates } from './run-state';
export { WandbError } from './server/errors';
export type { WandbErrorKind } from './server/errors';
export type { Patience } from './server/exchange';
export type { ServerOptions } from './server/settings';
export type { Fetch, HttpResponse, Surroundings } from './server/surroundings';
export { parseWandbFile, readWandbFile } from './offline/read-file';
export { readWandbFolder } from './offline/read-folder';
export { describeColumns, runTable } from './tables/run-table';
export type { ColumnSummary, RunTable, TableCell } from './tables/run-table';
export { runFrame } from './tables/run-frame';
export { startRunLog } from './logging/run-log';
export type { LogMode, LogReport, RunEnding, RunLog, RunLogOptions } from './logging/run-log';
export type { LoggedImage } from './logging/run-description';
export { mirrorRun } from './logging/mirror-run';
export type { MirrorOptions } from './logging/mirror-run';
export { openSweepAgent } from './sweeps/sweep-agent';
export type { SweepAgent, SweepAgentOptions, SweepCommand } from './sweeps/sweep-agent';
