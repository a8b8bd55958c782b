import { parentPort } from 'node:worker_threads';
import { finishPicture, type PictureTask } from './finish-picture';

// Answers a task with what stands in the tables, or with the reason why it failed.
parentPort?.on('message', (task: PictureTask) => {
  finishPicture(task).then(
    (finished) => parentPort?.postMessage({ finished }),
    (error: unknown) => {
      const { message, code } = error as NodeJS.ErrnoException;
      parentPort?.postMessage({ failure: { message, code } });
    },
  );
});
