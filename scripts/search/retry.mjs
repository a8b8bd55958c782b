// Puts failed trials back, so that the next start runs them again from their last epoch:
//   npm run search -- retry [FOLDER]                 all that failed
//   npm run search -- retry FOLDER c0003-s1-f0       these
import { putBack } from 'unetlab/search';
import { commandLine, stop } from '../command-line.mjs';
import { searchFolder } from './search-folder.mjs';
import { quoted } from './words.mjs';

const { positionals } = commandLine(import.meta.url, {}, { allowPositionals: true });
const [named, ...ids] = positionals;
const folder = searchFolder(named);
try {
  const put = putBack(folder, ids.length > 0 ? ids : undefined);
  if (put.length === 0) console.log(`no trial of ${folder} failed`);
  else console.log(`put back: ${put.join(', ')}; npm run search -- start ${quoted(folder)} runs them again`);
} catch ({ message }) {
  stop(message);
}
