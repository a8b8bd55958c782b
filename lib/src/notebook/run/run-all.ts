import { runNotebook, type NotebookRun, type RunOptions, type RunResult } from './run-notebook';
import type { RunReport } from './run-report';

/** Executes notebooks, `jobs` at a time, each in its own kernel; a failing one does not stop the others. */
export async function runAll(
  runs: readonly (NotebookRun & { readonly name: string })[],
  jobs: number,
  report: RunReport,
  options: Omit<RunOptions, 'onEvent'>,
): Promise<RunResult[]> {
  const results: RunResult[] = [];
  const left = runs.map((run, index) => ({ run, index }));
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { run, index } = next;
      if (options.signal?.aborted) {
        results[index] = { status: 'interrupted', seconds: 0, failure: null };
        continue;
      }
      report.start(run.name);
      const result = await runNotebook(run, {
        ...options,
        onEvent: (event) => {
          report.event(run.name, event);
        },
      });
      report.end(run.name, result, run.output);
      results[index] = result;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  return results;
}
