// Run from a fresh snapshot, in the folder of the notebooks: compiles a cell that imports what notebooks do, loads the
// library and a module of the other kind, and prints how many declaration files were there, as JSON.
'use strict';
const { compilerFile } = require('../compiler-file.cjs');
const { makeProgramsQuickly } = require('../quick-programs.cjs');

const { declarations } = require.cache[compilerFile()];
makeProgramsQuickly();
const converter = require('tslab/dist/converter.js').createConverter({ isJS: false, isBrowser: false });
const { diagnostics } = converter.convert('', process.argv[2]);
if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics[0]));
converter.close();
require('unetlab/backend');
import('node:path').then(() => process.stdout.write(JSON.stringify(declarations.counts)));
