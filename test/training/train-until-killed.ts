// Trains into the folder named on the command line until somebody kills the process.
import { train } from 'unetlab/training';
import { smallTask } from './small-task';

void train({ ...smallTask({ epochs: 8 }), checkpoints: process.argv[2]! });
