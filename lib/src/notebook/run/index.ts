/** Running notebooks headlessly: parameters, papermill, and what the terminal shows. */
export { parseCommand, usage, type NotebookCommand } from './command-line';
export { findNotebook, notebookPaths } from './find-notebook';
export {
  joined,
  readNotebook,
  type CellOutputRecord,
  type NotebookCell,
  type NotebookFile,
} from './notebook-file';
export type { ParameterType } from './parameter-type';
export { notebookParameters, parseParameters, type Parameter } from './parameters';
export { checkPaths, withPathsFrom } from './parameter-paths';
export { resolveParameters, type GivenParameters, type ParameterValue } from './parameter-values';
export { runAll } from './run-all';
export {
  jupyterEnvironment,
  kernelFolder,
  runNotebook,
  type NotebookRun,
  type RunEvent,
  type RunFailure,
  type RunOptions,
  type RunResult,
} from './run-notebook';
export { failureText, RunReport, shortPath, type RunReportOptions } from './run-report';
