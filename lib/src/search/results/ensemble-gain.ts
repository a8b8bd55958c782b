import { bootstrap, type Interval } from '../../analysis';
import { confusionCounts, jaccard, overlapSums } from '../../metrics';
import { Random } from '../../random';
import { trialMap } from '../../recipes';
import type { RunRecord, Sample } from '../../types';
import type { SearchStore } from '../store/search-store';

/** A mean difference, image by image, and its 95 % bootstrap interval over images; null with fewer than three. */
export interface Gain {
  readonly mean: number;
  readonly interval: Interval | null;
}

/** What networks reach together on the images that all of them held out. */
export interface EnsembleGain {
  /** Images with foreground: the others have no Jaccard index. */
  readonly images: number;
  /** Mean Jaccard of each, in the order of the records. */
  readonly members: readonly { readonly name: string; readonly jaccard: number }[];
  /** Of the mean of their probabilities. */
  readonly together: number;
  readonly overMean: Gain;
  /** Over the member that does best on these very images: it had the choice, so this gain is a careful one. */
  readonly overBest: Gain;
}

/** Probability from which a pixel is foreground. */
const threshold = 0.5;

/**
 * Averages the held-out maps of trials, and scores the mean against the masks, beside each of them alone. The trials may differ
 * in anything but the held-out part.
 *
 * @param records finished trials of one search
 * @param samples images as read
 * @returns null with fewer than two trials
 * @throws one line where the trials held out different images, or a map is missing
 */
export async function ensembleGain(
  store: SearchStore,
  records: readonly RunRecord[],
  samples: readonly Sample[],
): Promise<EnsembleGain | null> {
  if (records.length < 2) return null;
  const [first] = records;
  const ids = imagesOf(first!);
  const odd = records.find((record) => imagesOf(record).join('\n') !== ids.join('\n'));
  if (odd) throw new Error(`${odd.id} and ${first!.id} held out different images; take trials of one fold`);
  const rows: number[][] = [];
  for (const id of ids) {
    const sample = samples.find((one) => one.id === id);
    if (!sample) throw new Error(`${id} was held out, and is not among the images`);
    const maps = await Promise.all(records.map((record) => mapOf(store, record, id)));
    const mean = maps[0]!.map((_, i) => maps.reduce((sum, map) => sum + map[i]!, 0) / maps.length);
    rows.push([...maps, mean].map((map) => scoreOf(sample, map)));
  }
  const scored = rows.filter((row) => row.every(Number.isFinite));
  if (scored.length === 0) throw new Error('no held-out image has foreground, so there is nothing to score');
  const column = (at: number): number[] => scored.map((row) => row[at]!);
  const members = records.map(({ name }, i) => ({ name, jaccard: meanOf(column(i)) }));
  const best = members.reduce(
    (held, { jaccard: score }, i) => (score > members[held]!.jaccard ? i : held),
    0,
  );
  const alone = scored.map((row) => meanOf(row.slice(0, -1)));
  const together = column(records.length);
  return {
    images: scored.length,
    members,
    together: meanOf(together),
    overMean: gainOf(together.map((score, i) => score - alone[i]!)),
    overBest: gainOf(together.map((score, i) => score - scored[i]![best]!)),
  };
}

function imagesOf({ id, summary }: RunRecord): readonly string[] {
  if (!Array.isArray(summary.images)) throw new Error(`${id} has no held-out images`);
  return summary.images.map(String);
}

async function mapOf(store: SearchStore, { id }: RunRecord, image: string): Promise<Float32Array> {
  const map = await trialMap(store.trialFolder(id), image);
  if (map === null) throw new Error(`the folder of ${id} has no held-out map of ${image}`);
  return map;
}

/** NaN where there is no foreground. */
function scoreOf({ mask, ignore }: Sample, map: Float32Array): number {
  return jaccard(confusionCounts(overlapSums(mask, map, threshold, ignore)));
}

function gainOf(differences: readonly number[]): Gain {
  const mean = meanOf(differences);
  if (differences.length < 3) return { mean, interval: null };
  const { interval } = bootstrap([differences], ([sample]) => meanOf(sample!), { random: new Random(1) });
  return { mean, interval };
}

function meanOf(values: Iterable<number>): number {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}
