/** Searches: plans of trials, each trained in a process of its own, recorded at once, resumable; and recipes. */
export { grid36, plans, search15, type PlanName } from './plans';
export { recordedStudy, type RecordedStudy, type StudyName } from './recorded-studies';
export { RunStore } from './run-store';
export { runSweep, type SweepOptions, type SweepProgress } from './run-sweep';
export { runTrial, type Trial } from './trial';
