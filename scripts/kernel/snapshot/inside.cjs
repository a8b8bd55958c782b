// What runs inside Node while it makes a snapshot of itself (node --build-snapshot), where only Node's own modules can be
// required: TypeScript, the kernel's compiler, reads and binds all declarations that the notebooks import. In a kernel that
// starts from the snapshot, they are there.
'use strict';

/**
 * @param load evaluates the compiler with a function in front of the one that parses a file, and returns its exports
 * @param compiler the compiler's file
 * @param options what tslab compiles cells with
 * @param cell file name of a cell
 * @param text a cell that imports what notebooks do
 */
exports.makeSnapshot = function makeSnapshot({ load, compiler, options, cell, text }) {
  const declarations = new Declarations();
  const ts = load((...given) => declarations.parse(...given));
  readAll(ts, options, cell, text);
  declarations.keep();
  require('node:v8').startupSnapshot.setDeserializeMainFunction(() => {
    Error.stackTraceLimit = 100; // as the compiler sets it; a snapshot holds none
    start(ts, compiler, declarations);
  });
};

/** Parsed declaration files, kept for whoever parses the same text in the same way. Each is handed out once. */
class Declarations {
  #files = new Map();
  #kept = false;
  /** Files that were handed out, and that had to be parsed. */
  counts = { handedOut: 0, parsed: 0 };

  /** In the place of the compiler's `createSourceFile`, which is given first. */
  parse(anew, name, text, how, ...rest) {
    if (!name.endsWith('.d.ts')) return anew(name, text, how, ...rest);
    const { languageVersion, impliedNodeFormat } = typeof how === 'object' ? how : { languageVersion: how };
    const key = JSON.stringify([name, languageVersion, impliedNodeFormat, ...rest]);
    const known = this.#files.get(key);
    this.#files.delete(key);
    if (this.#kept && known?.text === text) {
      this.counts.handedOut += 1;
      return known;
    }
    this.counts.parsed += 1;
    const file = anew(name, text, how, ...rest);
    if (!this.#kept) this.#files.set(key, file);
    return file;
  }

  keep() {
    this.#kept = true;
    this.counts = { handedOut: 0, parsed: 0 };
  }
}

function readAll(ts, options, cell, text) {
  // The compiler asks once where it runs, and remembers.
  const { getCurrentDirectory } = ts.sys;
  ts.sys.getCurrentDirectory = () => options.rootDir;
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === cell || fileExists(name);
  host.getSourceFile = (name, how, ...rest) =>
    name === cell ? ts.createSourceFile(name, text, how) : getSourceFile(name, how, ...rest);
  const program = ts.createProgram([cell], options, host);
  program.getSemanticDiagnostics(program.getSourceFile(cell)); // binds all files
  ts.sys.getCurrentDirectory = getCurrentDirectory;
}

/** The main function of a process that starts from the snapshot: runs its first argument, with the compiler there. */
function start(ts, compiler, declarations) {
  const Module = require('node:module');
  const loaded = new Module(compiler);
  Object.assign(loaded, { filename: compiler, exports: ts, loaded: true, declarations });
  Module._cache[compiler] = loaded;
  Module.createRequire(process.argv[1])(process.argv[1]);
}
