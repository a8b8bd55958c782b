import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: every path that set-up writes lies in it. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts);

/** Where set-up remembers what it has done: stamps, choices, logs, the lock. */
export const stateFolder = inRoot('.setup');

export const inState = (...parts) => join(stateFolder, ...parts);
