/**
 * Other people's runs: tables, folders and logs of many tools, recognised by their layout before they are read, as the
 * `RunRecord`s of `unetlab/types`.
 */
export { readRuns } from './read-runs';
export { recordedStudy, type RecordedStudy, type StudyName } from './recorded-studies';
export { RunStore } from './run-store';
export { layouts } from './layouts/registry';
export type { Layout } from './layout';
export type { Told } from './told';
