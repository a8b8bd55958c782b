// Where a search stands, on one screen, whoever runs it:
//   npm run search -- status [FOLDER]
import { searchStatus } from 'unetlab/search';
import { commandLine, stop } from '../command-line.mjs';
import { searchFolder } from './search-folder.mjs';
import { fixed, lasting, ofTotal, quoted } from './words.mjs';

const { positionals } = commandLine(import.meta.url, {}, { allowPositionals: true });
try {
  console.log(statusText(searchStatus(searchFolder(positionals[0]))));
} catch ({ message }) {
  stop(message);
}

function statusText(status) {
  const { manifest, coordinator, running, done, pruned, failed, waiting, total, best, failures, folder } =
    status;
  const { space, data } = manifest;
  const ended = done + pruned + failed;
  const left = total === null ? null : total - ended;
  const most = 8;
  return [
    `${status.name}: ${space.method} over ${varied(space).join(', ') || 'nothing'}`,
    `images      ${data.name} (${data.folder})`,
    `lives in    ${folder}`,
    `run by      ${
      coordinator
        ? `process ${coordinator.pid} on ${coordinator.host}, since ${coordinator.since.slice(0, 16).replace('T', ' ')}`
        : left === 0 || (total === null && waiting === 0)
          ? 'nobody: it is through'
          : `nobody; npm run search -- start ${quoted(folder)} goes on`
    }`,
    `trials      ${ofTotal(ended, total)} ended: ${done} finished, ${pruned} pruned, ${failed} failed; ${running.length} running`,
    ...(best
      ? [
          `best so far ${status.metric} ${fixed(best.score, 4)} over ${best.trials} trial${best.trials === 1 ? '' : 's'}: ${best.title}`,
        ]
      : []),
    `time        ${lasting(3600 * status.trainedHours)} of training so far${
      coordinator && status.secondsLeft !== null ? `, about ${lasting(status.secondsLeft)} left` : ''
    }`,
    ...running
      .slice(0, most)
      .map(({ id, epoch, epochs, title }) => `  ${id}  epoch ${epoch} of ${epochs}  ${title}`),
    ...(running.length > most ? [`  and ${running.length - most} more`] : []),
    ...failures.slice(0, 3).map(({ id, reason }) => `failed      ${id}: ${reason}`),
    ...(failures.length > 3 ? [`            and ${failures.length - 3} more`] : []),
    ...(failures.length > 0 ? [`            npm run search -- retry ${quoted(folder)} puts them back`] : []),
    ...(best ? [`next        npm run search -- best ${quoted(folder)}`] : []),
  ].join('\n');
}

/** Names of what a space varies; the rest is the same in every trial. */
function varied({ parameters }) {
  return parameters.filter(({ distribution }) => distribution.kind !== 'constant').map(({ name }) => name);
}
