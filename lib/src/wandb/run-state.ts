import type { RunState } from '../types';

/**
 * W&B's words for the state of a run. A preempted run was ended from outside, as a killed one; its sweep hands it out again.
 */
const states: Readonly<Record<string, RunState>> = {
  finished: 'finished',
  running: 'running',
  preempting: 'running',
  preempted: 'killed',
  crashed: 'crashed',
  failed: 'failed',
  killed: 'killed',
};

/** The words that {@link wandbRunState} knows, for messages. */
export const wandbStates: readonly string[] = Object.keys(states);

/** A run's state from W&B's word for it; null for another word. */
export function wandbRunState(word: string): RunState | null {
  return Object.hasOwn(states, word) ? states[word]! : null;
}
