import { runRecordFromJson, runRecordToJson, type RunRecord } from '../../types';
import type { SearchTrial } from './search-trial';

/** The first line that a trial's process is told. */
export interface TrialOrder {
  /** The search folder. */
  readonly folder: string;
  readonly trial: SearchTrial;
  /** Whether each epoch waits for an answer. */
  readonly asks: boolean;
}

/** What a trial's process is told later: the answer to an epoch, or to end at the next step, saved. */
export type TrialAnswer = { readonly go: true } | { readonly prune: true } | { readonly stop: true };

/** What a trial's process says, a line of JSON each. Anything else on its standard output is passed over. */
export type TrialEvent =
  | {
      readonly event: 'epoch';
      readonly epoch: number;
      readonly score: number;
      readonly values?: Readonly<Record<string, number>>;
    }
  | { readonly event: 'notice'; readonly line: string }
  | { readonly event: 'recorded'; readonly record: RunRecord }
  /** Nothing that the trial did: a full disk, say. Trying again, or another trial, helps nothing. */
  | { readonly event: 'problem'; readonly line: string };

/** Exit codes of a trial's process; any other is a failure whose reason is its last line on standard error. */
export const trialExit = { recorded: 0, interrupted: 3, problem: 4 } as const;

const mark = '{"event":';

export function trialEventLine(event: TrialEvent): string {
  const { event: kind, ...rest } = event;
  const value = 'record' in rest ? { record: JSON.parse(runRecordToJson(rest.record)) as unknown } : rest;
  // a score that JSON does not know becomes null, and comes back as NaN
  return `${JSON.stringify({ event: kind, ...value })}\n`;
}

/** An event, or null where the line is none. */
export function trialEventOf(line: string): TrialEvent | null {
  if (!line.startsWith(mark)) return null;
  try {
    const value = JSON.parse(line) as TrialEvent;
    if (value.event === 'epoch')
      return {
        ...value,
        score: numberOf(value.score),
        ...(value.values && {
          values: Object.fromEntries(
            Object.entries(value.values).map(([name, one]) => [name, numberOf(one)]),
          ),
        }),
      };
    if (value.event !== 'recorded') return value;
    return { event: 'recorded', record: runRecordFromJson(JSON.stringify(value.record)) };
  } catch {
    return null;
  }
}

function numberOf(value: number | null): number {
  return value ?? NaN;
}

/** Splits text that comes in pieces into lines. */
export function lineSplitter(onLine: (line: string) => void): (chunk: Buffer | string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
  };
}
