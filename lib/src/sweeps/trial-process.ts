// One trial from standard input (JSON), its record as the last line of standard output. A process of its own keeps a
// trial's memory and its crash to itself.
import { preferredPrecision } from '../backend';
import { runRecordToJson } from '../types';
import { runTrial, type Trial } from './trial';

let text = '';
process.stdin.on('data', (chunk: Buffer) => (text += chunk.toString()));
process.stdin.on('end', () => {
  runTrial(JSON.parse(text) as Trial, { precision: preferredPrecision() }).then(
    (record) => {
      console.log(runRecordToJson(record));
    },
    (error: unknown) => {
      console.error(`Error: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    },
  );
});
