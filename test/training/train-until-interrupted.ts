// Trains into the folder named on the command line until somebody interrupts the process, then says where it stopped.
import { interruptSignal } from 'unetlab/notebook';
import { train } from 'unetlab/training';
import { smallTask } from './small-task';

void train({
  ...smallTask({ epochs: 500 }),
  checkpoints: process.argv[2]!,
  signal: interruptSignal(),
}).then(({ stopped, history }) => {
  console.log(JSON.stringify({ stopped, epochs: history.epoch.length }));
});
