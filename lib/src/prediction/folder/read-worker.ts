import { parentPort, workerData } from 'node:worker_threads';
import { readPictures, type ReadSettings } from './read-pictures';

// Answers the name of a file with its pictures, in the order of the questions, or with the reason why that failed.
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (file: string) => {
  last = last
    .then(() => readPictures(file, workerData as ReadSettings))
    .then(
      (pictures) => parentPort?.postMessage({ pictures }),
      (error: unknown) => parentPort?.postMessage({ failure: (error as Error).message }),
    );
});
