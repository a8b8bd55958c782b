/**
 * Value types that the rooms share. Plain data only: everything here survives `JSON.stringify` but for
 * typed arrays, and nothing here touches TensorFlow, the disk or the network.
 */
export type { Figure } from './figure';
export type { NamedScore, Objective } from './objective';
export type { TrainingProgress } from './training-progress';
export type { SearchProgress } from './search-progress';
export type { Batch, MaskNotice, Sample } from './sample';
export type { ConfigValue, History, RunRecord, RunSource, RunState } from './run-record';
export type { RunSet } from './run-set';
export { runRecordFromJson, runRecordToJson } from './run-record-json';
