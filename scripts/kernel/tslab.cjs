#!/usr/bin/env node
// The TypeScript kernel as Jupyter starts it (kernel.json names this file): tslab, with three faults of it mended in memory,
// and quicker.
'use strict';
const { carryShortForm } = require('./short-form.cjs');
const { printErrorsShort } = require('./errors.cjs');
const { keepAllOutput } = require('./output.cjs');
const { makeProgramsQuickly } = require('./quick-programs.cjs');

carryShortForm();
makeProgramsQuickly();
printErrorsShort();
keepAllOutput();
require('tslab/dist/main.js').main();
