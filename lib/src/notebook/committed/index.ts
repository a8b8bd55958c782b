/** The outputs that are committed with the notebooks: how they are made fit for it, stamped, and held against the code. */
export { impersonal, traces, type Person } from './impersonal';
export { LibraryReach } from './library-reach';
export { readRaw, type RawCell, type RawNotebook, type RawOutput } from './raw-notebook';
export { fileLimit, refreshedNotebook, type Stamp } from './refreshed-notebook';
export { staleness, type Staleness } from './stale';
