import { readWandbFile, readWandbFolder } from '../../../wandb';
import type { Layout } from '../../layout';

/** Offline runs of W&B: a `.wandb` file, a run's folder, or a `wandb/` folder of them. */
export const wandbOffline: Layout = {
  name: 'W&B offline runs (.wandb files, run-… folders)',
  recognises: ({ path, files }) =>
    Promise.resolve(
      files.some(({ name }) => name.endsWith('.wandb')) ||
        files.some(({ name }) => /(?:^|\/)(?:offline-)?run-\d{8}_\d{6}-[^/]+\/files\//.test(name)) ||
        (/run-\d{8}_\d{6}-[^/]+\/?$/.test(path) && files.some(({ name }) => name.startsWith('files/'))),
    ),
  read: async ({ path, isFolder }) =>
    isFolder ? readWandbFolder(path) : { records: [await readWandbFile(path)], notices: [] },
};
