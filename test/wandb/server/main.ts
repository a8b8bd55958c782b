// A test server as a process of its own, for clients in other languages and for measurements.
//   node test/.dist/wandb/server/main.js --runs 5000 --rows 0 --latency 60
// It prints its address and key as one line of JSON and ends when its input is closed.
import { startServer, testKey } from './server';
import { addSyntheticRuns } from './synthetic-runs';

function argument(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

async function main(): Promise<void> {
  const server = await startServer();
  addSyntheticRuns(server.store, { runs: argument('runs', 20), rows: argument('rows', 10) });
  addSyntheticRuns(server.store, { project: 'warm-up', runs: 40, rows: 100 }); // asked for before anything is timed
  server.faults.latency = argument('latency', 0);
  process.stdout.write(`${JSON.stringify({ url: server.url, key: testKey })}\n`);
  process.stdin.resume();
  process.stdin.on('data', (chunk: Buffer) => {
    const latency = /latency (\d+)/.exec(chunk.toString())?.[1];
    if (latency !== undefined) server.faults.latency = Number(latency);
    process.stdout.write(`${JSON.stringify({ requests: server.seen.length })}\n`);
  });
  process.stdin.on('end', () => {
    void server.close().then(() => process.exit(0));
  });
}

void main();
