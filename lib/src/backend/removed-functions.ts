import util from 'node:util';

/**
 * Puts back the functions of `node:util` that Node 23 removed and that TensorFlow.js for Node 4.22 calls. Needed before its
 * first tensor is made.
 */
export function restoreRemovedFunctions(module: object = util): void {
  const removed = {
    isArray: (value: unknown) => Array.isArray(value),
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  };
  for (const [name, value] of Object.entries(removed)) {
    if (name in module) continue;
    Object.defineProperty(module, name, { value, configurable: true, writable: true });
  }
}
