import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { notebookPaths, parseParameters, readNotebook } from 'unetlab/notebook/run';
import { notRun } from './command-list';
import { printedCommands } from './printed-commands';
import { testValues, trialOf, trialRuns } from './test-values';

const root = process.cwd();
const values = testValues({
  images: 'beads',
  bordered: 'bordered',
  table: 'tables/runs.csv',
  evidence: 'evidence.json',
});

describe('values that parameters are tried with', () => {
  for (const path of notebookPaths(root)) {
    const notebook = readNotebook(path);
    it(`${notebook.name} has one for each parameter, and none of them is the default`, () => {
      const runs = trialRuns(notebook, values);
      assert.ok(runs.every(({ profile }) => profile === 'smoke'));
    });
  }

  it('follow from the type where the table has none', () => {
    const [choice, flag, text] = parseParameters(
      "let choice: 'a' | 'b' = 'a'; let flag: boolean = true; let unheardOf: string = '';",
    );
    assert.deepEqual(trialOf('99', choice!, {}), { value: 'b' });
    assert.deepEqual(trialOf('99', flag!, {}), { value: 'false' });
    assert.equal(trialOf('99', text!, {}), null);
  });
});

describe('printed command lines', () => {
  it('are found in documents, in the text and in the code of notebooks', () => {
    const commands = printedCommands(root).map(({ command }) => command);
    for (const command of [
      'npm start',
      'npm run lint',
      'npm run notebook -- 02 -p epochs=5',
      'npm run doctor',
    ])
      assert.ok(commands.includes(command), command);
  });

  it('that no test runs have a reason, and are still printed or known to package.json', () => {
    const commands = new Set(printedCommands(root).map(({ command }) => command));
    const stale = Object.keys(notRun).filter(
      (command) => !commands.has(command) && !command.includes('test:'),
    );
    assert.deepEqual(stale, []);
  });
});
