import { existsSync } from 'node:fs';
import { inRoot } from './checkout.mjs';
import { run, tail } from './command.mjs';
import { Problem } from './problem.mjs';
import { hashOf } from './stamps.mjs';

/** The library and its tests, compiled. */
export const build = {
  name: 'build',
  title: 'Library',
  needs: ['node-packages'],
  bytes: 0.05e9,
  inputs: ({ stamps }) =>
    hashOf(inRoot('lib'), inRoot('test'), inRoot('tsconfig.json'), stamps['node-packages']?.id ?? null),
  present: () =>
    existsSync(inRoot('lib', 'dist', 'index.js')) && existsSync(inRoot('test', '.dist', '.tsbuildinfo')),
  check() {},
  async run({ say }) {
    // Asked for by path: node_modules/.bin/tsc is the kernel's own compiler. An interrupted build can leave a record of
    // files that are not there, hence --force where the output is not as it should be.
    const compile = inRoot('node_modules', 'typescript', 'bin', 'tsc');
    const force = build.present() ? [] : ['--force'];
    const { code, output } = await run(process.execPath, [compile, '-b', 'lib', 'test', ...force], {
      log: 'build',
      say,
    });
    if (code !== 0)
      throw new Problem(
        `The library does not compile:\n${tail(output, 20)}`,
        'Mend the lines above and run the same command again.',
      );
    return {};
  },
};
