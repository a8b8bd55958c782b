'use strict';
const { inspect } = require('node:util');
const { replaceModule } = require('./replace-module.cjs');

/** Errors of the language: a mistake in code, in a cell or in the library, whose way through the code has to be seen. */
const ofTheLanguage = new Set(['TypeError', 'ReferenceError', 'SyntaxError', 'URIError', 'EvalError']);

/**
 * Prints what stopped a cell as its reader needs it: the sentence, and the line of the cell. tslab prints every frame, also
 * those of the kernel. `UNETLAB_TRACE=1` keeps them.
 */
exports.printErrorsShort = function printErrorsShort() {
  if (process.env.UNETLAB_TRACE) return;
  replaceModule(require.resolve('tslab/dist/executor.js'), ({ createExecutor }) => ({
    createExecutor: (rootDir, convs, console) =>
      createExecutor(
        rootDir,
        convs,
        Object.assign(Object.create(console), {
          error: (...given) =>
            given.length === 1 && given[0] instanceof Error
              ? console.error(readable(given[0]))
              : console.error(...given),
        }),
      ),
  }));
};

function readable(error) {
  if (typeof error.stack !== 'string') return inspect(error);
  const at = error.stack.search(/\n {4}at /);
  if (at < 0) return error.stack;
  // `vm` puts the source of the line that threw before it
  const head = String(error);
  const frames = error.stack.slice(at + 1).split('\n');
  const outside = /node:internal|node_modules[\\/]tslab|node:vm|scripts[\\/]kernel/;
  const kept = ofTheLanguage.has(error.name)
    ? frames.filter((frame) => !outside.test(frame))
    : frames.filter((frame) => /In\[\d+\]:\d+/.test(frame)).slice(0, 1);
  return [head, ...kept].join('\n');
}
