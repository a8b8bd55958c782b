import type { Objective } from 'unetlab/types';

/** An objective that is better higher, as if it was asked for. */
export function higher(metric: string): Objective {
  return { metric, goal: 'maximize', range: null, source: 'asked' };
}

/** The same, better lower. */
export function lower(metric: string): Objective {
  return { ...higher(metric), goal: 'minimize' };
}
