import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs the tests of some rooms, each room as long as its share of the time allows: a row a room, `good` where all passed.
 *
 * @param {readonly string[]} rooms folders of test/, which are built
 * @param {import('./budget.mjs').Budget} budget
 */
export function testRows(rooms, budget) {
  return rooms.map((room, done) => {
    const folder = join('test', '.dist', room);
    const files = readdirSync(folder).filter((file) => file.endsWith('.test.js'));
    process.stderr.write(`tests of ${room} …\n`);
    const start = performance.now();
    const limit = budget.part(1 / (rooms.length - done)).left;
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        '--test',
        '--test-concurrency=2',
        '--test-reporter=tap',
        ...files.sort().map((file) => join(folder, file)),
      ],
      { encoding: 'utf8', timeout: Math.ceil(limit * 1000), killSignal: 'SIGTERM', maxBuffer: 2 ** 26 },
    );
    const seconds = (performance.now() - start) / 1000;
    const text = stdout ?? '';
    const failed = [...text.matchAll(/^ {4,}not ok \d+ - (.*)$/gm)].map(([, name]) => name);
    const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
    const stopped = status === null || !/^# pass /m.test(text);
    const results = stopped
      ? `stopped after ${limit.toFixed(0)} s, its share of the time`
      : [
          `${count('pass')} passed`,
          ...(count('fail') > 0 ? [`${count('fail')} failed: ${failed.slice(-3).join('; ')}`] : []),
          ...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []),
        ].join(', ');
    return { check: `tests of ${room}`, result: results, seconds, good: status === 0 };
  });
}
