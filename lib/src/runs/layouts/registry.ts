import type { Layout } from '../layout';
import { apiDump } from './wandb/api-dump';
import { historyJson, historyTable } from './history-files';
import { kerasTuner } from './keras-tuner';
import { markedTable } from './marked-table';
import { optunaTrials } from './optuna';
import { plainTable } from './plain-table';
import { rayFolder, rayIterations } from './ray-tune';
import { resultsFolder } from './results-folder';
import { runFolders } from './run-folders';
import { flatJson, runRecords } from './run-records';
import { scikitLearn } from './scikit-learn';
import { searchFolder } from './search-folder';
import { eventFolder, scalarFolder, scalarFrame, scalarTable } from './tensorboard';
import { wandbChart } from './wandb/wandb-chart';
import { wandbOffline } from './wandb/wandb-offline';
import { mlflowPage, wandbTable } from './wandb/wandb-table';

/** How one file may hold runs, most particular first: what marks its columns comes before what only has names. */
export const fileLayouts: readonly Layout[] = [
  runRecords,
  wandbChart,
  mlflowPage,
  wandbTable,
  apiDump,
  optunaTrials,
  scikitLearn,
  rayIterations,
  markedTable,
  scalarTable,
  scalarFrame,
  historyTable,
  historyJson,
  plainTable,
  flatJson,
];

/** Every way in which runs are laid out, in the order in which they are asked. */
export const layouts: readonly Layout[] = [
  searchFolder,
  wandbOffline,
  eventFolder,
  rayFolder,
  kerasTuner,
  scalarFolder,
  runFolders,
  ...fileLayouts,
  resultsFolder(fileLayouts),
];
