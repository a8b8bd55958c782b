/**
 * The logging thread. W&B's SDK runs here and not beside the training, for three reasons that were seen: a training step
 * holds the main thread, and the SDK's timers would starve; on an error answer the SDK throws out of a message handler,
 * which ends a process; and it prints. Here all of that stays away from the training.
 *
 * The SDK also drops rows after a failed request. So the thread keeps every row, asks the server at the end how many it
 * has, and sends what is missing itself.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { openExchange } from '../server/exchange';
import { surroundings } from '../server/surroundings';
import type { Json } from '../../values';
import { imageFile, type ImageFile } from './image-file';
import type { FromThread, ThreadStart, ToThread } from './messages';
import { wrappedConfig } from './run-description';
import { storedRows, streamRun, uploadFiles, upsertRun, type RunPlace } from './upload';

/** The part of the SDK's run that is used. */
interface SdkRun {
  log(data: Record<string, unknown>, step?: number, commit?: boolean): void;
  finish(code?: number): Promise<void>;
}

const { server, run } = workerData as ThreadStart;
const world = surroundings();
const exchange = openExchange(server, world, {
  timeout: 20_000,
  attempts: 4,
  firstWait: 500,
  longestWait: 30_000,
});
const started = world.now();
const lines: string[] = [];
const uploads: Promise<void>[] = [];
let imagesFailed = 0;
let sdkBroken = false;

function tell(message: FromThread): void {
  parentPort?.postMessage(message);
}

function trouble(error: unknown): void {
  tell({ kind: 'trouble', line: error instanceof Error ? error.message : String(error) });
}

process.on('uncaughtException', () => {
  sdkBroken = true; // its rows are sent again at the end
});
process.on('unhandledRejection', () => {
  sdkBroken = true;
});

const place: Promise<RunPlace | null> = upsertRun(exchange, run, { state: 'running' }).then(
  (found) => {
    tell({ kind: 'started', url: `${server.appUrl}/${found.entity}/${found.project}/runs/${found.id}` });
    return found;
  },
  (error: unknown) => {
    trouble(error);
    return null;
  },
);
const sdkRun: Promise<SdkRun | null> = place.then((found) => (found === null ? null : startSdk(found)));

/** Starts the SDK, or gives up on it after a while: on an error answer its `init` never returns. */
async function startSdk(found: RunPlace): Promise<SdkRun | null> {
  const { default: sdk } = await import('@wandb/sdk');
  const coming: Promise<SdkRun> = sdk.init({
    id: found.id,
    name: run.name,
    project: found.project,
    entity: found.entity,
    config: wrappedConfig(run.config), // the SDK sends it as it is, and the server expects wrapped values
    settings: { apiKey: server.apiKey ?? '', baseUrl: server.baseUrl, silent: true },
  }) as Promise<SdkRun>;
  return await withLimit(coming, 15_000);
}

async function withLimit<T>(promise: Promise<T>, milliseconds: number): Promise<T | null> {
  try {
    return await Promise.race([promise, world.sleep(milliseconds).then(() => null)]);
  } catch {
    return null;
  }
}

function logEpoch(message: ToThread & { kind: 'epoch' }): void {
  const step = lines.length;
  const files: ImageFile[] = [];
  for (const image of message.images) {
    try {
      files.push(imageFile(image, step));
    } catch (error) {
      imagesFailed += 1;
      trouble(error);
    }
  }
  const row: Record<string, Json> = { ...message.values };
  for (const file of files) row[file.key] = file.reference;
  const now = world.now();
  lines.push(
    JSON.stringify({ ...row, _step: step, _runtime: (now - started) / 1000, _timestamp: now / 1000 }),
  );
  void sdkRun.then((sdk) => {
    if (!sdkBroken) sdk?.log({ ...row }, step);
  });
  if (files.length > 0) uploads.push(upload(files));
}

async function upload(files: readonly ImageFile[]): Promise<void> {
  const found = await place;
  if (found === null) return;
  try {
    await uploadFiles(exchange, world, found, files);
  } catch (error) {
    imagesFailed += files.length;
    trouble(error);
  }
}

async function finish({ summary, exitCode, preempted }: ToThread & { kind: 'finish' }): Promise<void> {
  const found = await place;
  let stored: number | null = null;
  let resent = 0;
  if (found !== null) {
    try {
      if (preempted) await streamRun(exchange, found, { preempting: true });
      const sdk = await withLimit(sdkRun, 5_000);
      if (sdk !== null && !sdkBroken) await withLimit(sdk.finish(exitCode), 20_000);
      await Promise.all(uploads);
      stored = (await storedRows(exchange, found)).rows;
      if (stored === null || stored < lines.length) {
        resent = lines.length - (stored ?? 0);
        await streamRun(exchange, found, { rows: { from: 0, lines } });
      }
      // the SDK's summary is the last row; the run's own has the best values too
      await streamRun(exchange, found, { summary: { ...lastRow(), ...summary }, exitCode });
      stored = (await storedRows(exchange, found)).rows;
    } catch (error) {
      trouble(error);
    }
  }
  tell({ kind: 'finished', delivery: { logged: lines.length, stored, resent, imagesFailed } });
  parentPort?.close();
  process.exit(0); // ends this thread only; the SDK would keep it alive
}

function lastRow(): Record<string, Json> {
  const last = lines.at(-1);
  return last === undefined ? {} : (JSON.parse(last) as Record<string, Json>);
}

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'epoch') logEpoch(message);
  else void finish(message);
});
