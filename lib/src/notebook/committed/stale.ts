import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { codeDigests, outputsDigest } from './digests';
import { traces } from './impersonal';
import type { LibraryReach } from './library-reach';
import { readRaw } from './raw-notebook';
import { fileLimit, type Stamp } from './refreshed-notebook';

/** What is to be said of a notebook's kept outputs. */
export interface Staleness {
  /** The outputs are not those of this notebook, or must not be committed. */
  readonly faults: readonly string[];
  /** They may be older than what the library computes now, or there are none. */
  readonly warnings: readonly string[];
}

/** Holds a committed notebook against its stamp; runs nothing. */
export function staleness(path: string, reach: LibraryReach): Staleness {
  const notebook = readRaw(path);
  const name = basename(path, '.ipynb');
  const again = `npm run notebooks:refresh -- ${/^\d+/.exec(name)?.[0] ?? name}`;
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  const stamp = notebook.metadata.unetlab as Stamp | undefined;
  if (stamp === undefined)
    return outputs.length > 0
      ? { faults: [`${name}: has outputs that the refresh did not write; ${again}`], warnings: [] }
      : { faults: [], warnings: [`${name}: keeps no outputs; ${again}`] };
  const { code, parameters } = codeDigests(notebook);
  const size = statSync(path).size;
  const left = traces(
    JSON.stringify(outputs.map((output) => ({ ...output, data: { ...output.data, 'image/png': '' } }))),
  );
  const faults = [
    ...(code === stamp.code ? [] : [`${name}: its code changed after its outputs were made; ${again}`]),
    ...(parameters === stamp.parameters
      ? []
      : [`${name}: its parameters changed after its outputs were made; ${again}`]),
    ...(outputsDigest(notebook) === stamp.outputs
      ? []
      : [`${name}: its outputs were changed by something else; ${again}`]),
    ...(size <= fileLimit
      ? []
      : [`${name}: takes ${(size / 1e6).toFixed(1)} MB; at most ${fileLimit / 1e6} MB`]),
    ...(left.length === 0 ? [] : [`${name}: its outputs name ${left.slice(0, 3).join(', ')}; ${again}`]),
  ];
  const now = reach.digests(notebook);
  const changed = [...new Set([...Object.keys(now), ...Object.keys(stamp.rooms)])].filter(
    (room) => now[room] !== stamp.rooms[room],
  );
  const warnings =
    changed.length === 0
      ? []
      : [
          `${name}: what it uses of ${changed.join(', ')} changed after its outputs were made (unetlab ${stamp.library}, ${stamp.date}); ${again}`,
        ];
  return { faults, warnings };
}
