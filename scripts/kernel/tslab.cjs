#!/usr/bin/env node
// The TypeScript kernel as Jupyter starts it (kernel.json names this file): tslab, with three faults of it mended in memory.
'use strict';
const { carryShortForm } = require('./short-form.cjs');
const { printErrorsShort } = require('./errors.cjs');
const { keepAllOutput } = require('./output.cjs');

carryShortForm();
printErrorsShort();
keepAllOutput();
require('tslab/dist/main.js').main();
