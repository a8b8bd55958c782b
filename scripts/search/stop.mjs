// Asks a running search to end in order: its trials are saved after their step, and start goes on with them.
//   npm run search -- stop [FOLDER]
import { setTimeout as sleep } from 'node:timers/promises';
import { SearchStore } from 'unetlab/search';
import { commandLine, stop } from '../command-line.mjs';
import { searchFolder } from './search-folder.mjs';
import { quoted } from './words.mjs';

const patience = 120;
const { positionals } = commandLine(import.meta.url, {}, { allowPositionals: true });
const folder = searchFolder(positionals[0]);
const store = new SearchStore(folder);
try {
  store.manifest();
  const holder = store.holder('coordinator');
  if (holder === null) stop(`nobody runs ${folder} now`);
  store.askToStop();
  for (let waited = 0; store.holder('coordinator')?.nonce === holder.nonce; waited += 1) {
    if (waited === patience)
      stop(
        `process ${holder.pid} on ${holder.host} was asked to stop ${patience} s ago and has not ended yet`,
      );
    await sleep(1000);
  }
  console.log(`stopped; npm run search -- start ${quoted(folder)} goes on`);
} catch ({ message }) {
  stop(message);
}
