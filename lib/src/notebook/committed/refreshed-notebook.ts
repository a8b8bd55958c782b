import { cleanOutputs } from './clean-outputs';
import { codeDigests, outputsDigest } from './digests';
import { traces, type Person } from './impersonal';
import type { LibraryReach } from './library-reach';
import type { RawCell, RawNotebook } from './raw-notebook';

/** What a notebook's kept outputs were made with, as `metadata.unetlab` of its file. */
export interface Stamp {
  /** Version of the library. */
  readonly library: string;
  readonly profile: string;
  /** Day of the run, `2026-03-01`. */
  readonly date: string;
  /** Node, TensorFlow and kind of machine in words. */
  readonly environment: string;
  readonly code: string;
  readonly parameters: string;
  readonly outputs: string;
  /** Digest of what it reaches of each room of the library, and of the recorded data. */
  readonly rooms: Readonly<Record<string, string>>;
}

/** Most bytes of a notebook file with its outputs. */
export const fileLimit = 1_500_000;

/** How much is kept, from the most to the least: data of small figures beside their pictures, then smaller pictures. */
const attempts = [
  { figureLimit: 20_000, pictureWidth: 1660 },
  { figureLimit: 0, pictureWidth: 1660 },
  { figureLimit: 0, pictureWidth: 1100 },
  { figureLimit: 0, pictureWidth: 830 },
];

/**
 * The text of a notebook's file with the outputs of a run in it, stamped. Throws one line where the run is not of this
 * notebook, where it failed, where too much would be kept, or where a path or a key would stay in it.
 */
export async function refreshedNotebook(
  notebook: RawNotebook,
  executed: RawNotebook,
  about: Pick<Stamp, 'library' | 'profile' | 'date' | 'environment'>,
  { reach, person }: { readonly reach: LibraryReach; readonly person: Person },
): Promise<string> {
  const digests = codeDigests(notebook);
  const ran = codeDigests(executed);
  if (ran.code !== digests.code || ran.parameters !== digests.parameters)
    throw new Error('the run is of other code than the notebook');
  const outputs = executed.cells
    .filter(
      ({ cell_type: type, metadata }) =>
        type === 'code' && metadata.tags?.includes('injected-parameters') !== true,
    )
    .map((cell) => cell.outputs ?? []);
  const failed = outputs.flat().find(({ output_type: type }) => type === 'error');
  if (failed !== undefined) throw new Error(`it failed: ${String(failed.ename)}: ${String(failed.evalue)}`);
  let size = 0;
  for (const attempt of attempts) {
    const clean = await Promise.all(outputs.map((some) => cleanOutputs(some, { person, ...attempt })));
    const filled = filledCells(notebook, clean);
    const left = traces(JSON.stringify(filled.map(({ outputs: some = [] }) => some.map(withoutPictures))));
    if (left.length > 0)
      throw new Error(`its outputs name what must not be kept: ${left.slice(0, 3).join(', ')}`);
    const stamp: Stamp = {
      ...about,
      ...digests,
      outputs: outputsDigest({ ...notebook, cells: filled }),
      rooms: reach.digests(notebook),
    };
    const text = `${JSON.stringify({ ...notebook, cells: filled, metadata: { ...notebook.metadata, unetlab: stamp } }, null, 1)}\n`;
    size = Buffer.byteLength(text);
    if (size <= fileLimit) return text;
  }
  throw new Error(`its outputs take ${(size / 1e6).toFixed(1)} MB; at most ${fileLimit / 1e6} MB are kept`);
}

/** The notebook's own cells with outputs, in order. */
function filledCells({ cells }: RawNotebook, outputs: readonly RawCell['outputs'][]): RawCell[] {
  let at = 0;
  return cells.map((cell) => {
    if (cell.cell_type !== 'code') return cell;
    at += 1;
    return { ...cell, execution_count: at, outputs: outputs[at - 1] ?? [] };
  });
}

const withoutPictures = (output: NonNullable<RawCell['outputs']>[number]): unknown => ({
  ...output,
  data: { ...output.data, 'image/png': '' },
});
