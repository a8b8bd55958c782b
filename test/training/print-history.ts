// Trains a network wide enough for the ops of lib/native and prints its history.
import { train, type TrainingConfig } from 'unetlab/training';
import { smallTask } from './small-task';

const precision = process.argv[2] as NonNullable<TrainingConfig['precision']>;
void train(smallTask({ epochs: 3, precision }, { model: { baseFilters: 32 } })).then(({ history }) => {
  const { seconds: _, ...columns } = history;
  console.log(JSON.stringify(columns));
});
