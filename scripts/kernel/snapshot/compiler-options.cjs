// node compiler-options.cjs, in the folder of the notebooks: prints what tslab compiles a cell with, as JSON
'use strict';
const { compilerFile } = require('../compiler-file.cjs');
const { makeProgramsQuickly } = require('../quick-programs.cjs');
const { replaceModule } = require('../replace-module.cjs');

replaceModule(compilerFile(), () => ({
  createWatchCompilerHost(_files, options) {
    process.stdout.write(JSON.stringify(options));
    process.exit();
  },
}));
makeProgramsQuickly();
require('tslab/dist/converter.js').createConverter({ isJS: false, isBrowser: false });
