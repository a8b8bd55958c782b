import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { inState, root, stateFolder } from './checkout.mjs';

/** Hash of files and folders (all files below, in order) and of plain values, for comparing with the last set-up. */
export function hashOf(...things) {
  const hash = createHash('sha256');
  const add = (path) => {
    hash.update(`\0${relative(root, path)}\0`);
    hash.update(readFileSync(path));
  };
  for (const thing of things) {
    if (typeof thing !== 'string' || !thing.startsWith(root)) hash.update(`\0${JSON.stringify(thing) ?? ''}`);
    else if (!existsSync(thing)) hash.update(`\0missing ${relative(root, thing)}`);
    else for (const file of filesBelow(thing)) add(file);
  }
  return hash.digest('hex');
}

/**
 * The file, or all files below the folder but for hidden ones (builds and environments among them). Links are left out:
 * what they point to may lie anywhere.
 */
function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(
      (entry) =>
        !entry.name.startsWith('.') && !skipped.has(entry.name) && (entry.isDirectory() || entry.isFile()),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}
const skipped = new Set(['dist', 'node_modules', 'fixtures', '__pycache__']);

const stampFile = (name) => inState(`${name}.json`);

/** What the last complete run of the step left: `{ id, inputs, … }`, or null where there was none or it was cut short. */
export function readStamp(name) {
  try {
    return JSON.parse(readFileSync(stampFile(name), 'utf8'));
  } catch {
    return null;
  }
}

/** Written as the last act of a step; `id` is new each time, so that later steps see that this one was done again. */
export function writeStamp(name, content) {
  mkdirSync(stateFolder, { recursive: true });
  const stamp = { id: randomUUID(), ...content };
  const draft = `${stampFile(name)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(stamp, null, 2)}\n`);
  renameSync(draft, stampFile(name));
  return stamp;
}

export const removeStamp = (name) => rmSync(stampFile(name), { force: true });
