#!/usr/bin/env node
// The TypeScript kernel as Jupyter starts it (kernel.json names this file): tslab, with two faults of it mended in memory.
'use strict';
const { carryShortForm } = require('./short-form.cjs');
const { keepAllOutput } = require('./output.cjs');

carryShortForm();
keepAllOutput();
require('tslab/dist/main.js').main();
