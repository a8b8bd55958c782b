import assert from 'node:assert/strict';
import { it } from 'node:test';
import { failureText } from 'unetlab/notebook/run';

it('a question that a cell asks is told without the place in the library that asks it', () => {
  const message = 'which way is value better: type -p goal=maximize';
  const stderr = [
    '/any/lib/dist/analysis/objective-of.js:42',
    '        throw new Error(askWay());',
    '        ^',
    '',
    `Error: ${message}`,
    '    at objectiveOf (/any/lib/dist/analysis/objective-of.js:42:15)',
  ].join('\n');
  const failure = {
    kind: 'throw',
    cell: 8,
    execution: 6,
    name: 'Error',
    message,
    line: 1,
    source: 'x',
  } as const;
  assert.equal(
    failureText('07', { ...failure, stderr }),
    `  07, cell 9 (In [6]), line 1: x\n    Error: ${message}`,
  );
});
