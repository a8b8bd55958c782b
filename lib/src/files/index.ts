/** Files: written whole or not at all, and one line where that cannot be. */
export { makeFolder, syncFolder, writeWhole } from './write-whole';
export { WriteError, asWriteError } from './write-error';
