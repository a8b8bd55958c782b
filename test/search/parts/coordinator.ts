// A coordinator as a process of its own: node coordinator.js FOLDER URL TRIALS JOBS
import { queueRunner, runSearch } from 'unetlab/search';
import { inOrder } from './short-search';

async function main(): Promise<void> {
  const [folder = '', url = '', trials = '0', jobs = '1'] = process.argv.slice(2);
  const runner = await queueRunner({
    url,
    folder,
    lookEvery: 500,
    onLine: (line) => {
      console.error(line);
    },
  });
  const suggester = inOrder(Number(trials));
  const result = await runSearch({
    folder,
    suggester,
    runner,
    jobs: Number(jobs),
    configurations: Number(trials),
  });
  await runner.close();
  console.log(`${result.stopped}: ${result.records.length} records`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    process.exit(1);
  },
);
