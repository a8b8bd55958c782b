// Searches for settings, on images of your own:
//   npm run search -- start SPACE.yaml --data DIR      runs a search here, or goes on with it
//   npm run search -- status [FOLDER]                  one screen: running, done, pruned, failed, best so far, time left
//   npm run search -- stop [FOLDER]                    ends a running search in order; start goes on with it
//   npm run search -- retry [FOLDER] [TRIAL …]         puts failed trials back
//   npm run search -- best [FOLDER]                    the winner with its interval, and its recipe for npm run train
//   npm run search -- export-csv [FOLDER]              a row a trial
//   npm run search -- collect FOLDER …                 gathers the records of one search from several folders
//   npm run search -- worker | submit | task | agent   on other machines: a queue, a cluster, a W&B sweep
// FOLDER is a search folder; default the one under out/search that changed last. --help after a command says more of it.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandLine, stop } from './command-line.mjs';

const names = [
  'start',
  'status',
  'stop',
  'retry',
  'best',
  'export-csv',
  'collect',
  'worker',
  'submit',
  'task',
  'agent',
];
const [, , name] = process.argv;
const known = names.filter((each) =>
  existsSync(fileURLToPath(new URL(`search/${each}.mjs`, import.meta.url))),
);
if (name === undefined || name.startsWith('-')) commandLine(import.meta.url, {});
if (!known.includes(name)) stop(`name what to do: npm run search -- ${known.join(' | ')}`);
// The command finds its own options where every command does.
process.argv.splice(2, 1);
await import(`./search/${name}.mjs`);
