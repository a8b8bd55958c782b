// Builds library and tests, then runs every test file, each in a process of its own.
//   npm test                    all fast tests
//   npm test -- losses wandb    only the files whose path holds one of the words
import { spawnSync } from 'node:child_process';
import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const words = process.argv.slice(2);
const built = 'test/.dist';
const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.startsWith('.dist') && !file.startsWith('browser'))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .map((file) => join(built, file.replace(/\.ts$/, '.js')))
  .sort();
if (files.length === 0) {
  console.error(`no test file matches ${words.join(', ')}; files are test/**/*.test.ts`);
  process.exit(1);
}
const missing = files.filter((file) => !existsSync(file));
if (missing.length > 0) {
  console.error(`not built: ${missing.join(', ')}; run npm run build`);
  process.exit(1);
}
// Files wait on kernels and other processes for much of their time, so two run at once even on two cores.
const options = ['--enable-source-maps', '--test', '--test-concurrency=2'];
const { status } = spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' });
process.exit(status ?? 1);
