'use strict';
const { dirname } = require('node:path');

/** The file of TypeScript that tslab compiles cells with. */
exports.compilerFile = () =>
  require.resolve('@tslab/typescript-for-tslab', { paths: [dirname(require.resolve('tslab/package.json'))] });
