import type { IntensityMeasure } from './measure-intensities';
import { kindText } from './kind-text';
import { kindMaximum } from './picture';
import type { SampleKind } from './picture';

/** Levels that become 0 and 1; levels beyond are cut off. */
export interface LevelRange {
  readonly low: number;
  readonly high: number;
}

/**
 * How the images of a data set are brought to [0, 1]: decided once, plain data, kept with the recipe so that prediction
 * scales alike.
 */
export interface IntensityRange {
  /** By kind of sample; a set of 8-bit files has `uint8` alone. */
  readonly ranges: Partial<Readonly<Record<SampleKind, LevelRange>>>;
  /** One sentence: `images: 16-bit, of which 12 bits are used; levels 0 to 4095 become 0 to 1`. */
  readonly text: string;
  /** What was noticed, one sentence each. */
  readonly notices: readonly string[];
}

/** An image's name and its measure. */
export interface NamedIntensities {
  readonly name: string;
  readonly measure: IntensityMeasure;
}

/** Bit depths of cameras. */
const DEPTHS = [8, 10, 12, 14, 16] as const;
/** Share of a bit depth that a set must use, else its own levels become 0 and 1. */
const USED = 0.5;

/**
 * Decides the range of a set from the levels that occur in it.
 *
 * 8-bit files keep 0 to 255. Wider integers take the smallest camera depth (8, 10, 12, 14, 16 bits) that holds every
 * level but those of single hot pixels; where a set uses less than half of it, its own lowest and highest level with 5 %
 * beside them. Floats keep [0, 1], [−1, 1] or [0, 255] where they fill them, else the set's own levels. Where kinds are
 * mixed, each goes by its own bit depth.
 *
 * @param told what the reader typed: `0:4095` (levels that become 0 and 1), `full` (all that the files' numbers can
 *   hold), or empty text.
 */
export function decideIntensityRange(images: readonly NamedIntensities[], told = ''): IntensityRange {
  const kinds = [...new Set(images.map(({ measure }) => measure.kind))].sort();
  if (kinds.length === 0) throw new Error('there are no images to take a range of intensities from');
  const asked = parseIntensity(told);
  const notices: string[] = [];
  const ranges: Partial<Record<SampleKind, LevelRange>> = {};
  const texts: string[] = [];
  for (const kind of kinds) {
    const some = images.filter(({ measure }) => measure.kind === kind);
    const { range, text } =
      asked === null ? decideKind(kind, some, kinds.length > 1) : askedRange(kind, asked);
    ranges[kind] = range;
    const count = kinds.length > 1 ? `${some.length} of ${images.length}: ` : '';
    texts.push(`${count}${text}; levels ${say(range.low)} to ${say(range.high)} become 0 to 1`);
    notices.push(...noticesOf(kind, some, range, asked === null));
  }
  return { ranges, text: `images: ${texts.join('; ')}`, notices };
}

/** What must be said about an image that is scaled by a range that was decided without it; null where nothing. */
export function beyondRange(measure: IntensityMeasure, range: IntensityRange): string | null {
  const found = range.ranges[measure.kind];
  const kinds = Object.keys(range.ranges).map((kind) => kindText(kind as SampleKind));
  if (!found)
    return `${measure.kind === 'uint8' ? 'an' : 'a'} ${kindText(measure.kind)} image, where the range was decided on ${kinds.join(' and ')}${measure.kind === 'uint8' ? ': its levels 0 to 255 become 0 to 1 (-p intensity=low:high says otherwise)' : ''}`;
  const width = found.high - found.low;
  if (measure.high > found.high + 0.05 * width || measure.low < found.low - 0.05 * width)
    return `its levels ${say(measure.low)} to ${say(measure.high)} go beyond ${say(found.low)} to ${say(found.high)}; they are cut off`;
  if (measure.high - measure.low < 0.05 * width)
    return `its levels ${say(measure.low)} to ${say(measure.high)} use less than 5 % of ${say(found.low)} to ${say(found.high)}`;
  return null;
}

function parseIntensity(told: string): LevelRange | 'full' | null {
  const text = told.trim().toLowerCase();
  if (text === '') return null;
  if (text === 'full') return 'full';
  const parts = text.split(':').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [low = Number.NaN, high = Number.NaN] = parts;
  if (parts.length !== 2 || !Number.isFinite(low) || !Number.isFinite(high) || low >= high)
    throw new Error(`invalid intensity=${told}; allowed: low:high (0:4095), or full`);
  return { low, high };
}

function askedRange(kind: SampleKind, asked: LevelRange | 'full'): { range: LevelRange; text: string } {
  const range = asked === 'full' ? { low: lowestOf(kind), high: kindMaximum(kind) } : asked;
  return { range, text: `${kindText(kind)}, range as asked` };
}

function decideKind(
  kind: SampleKind,
  images: readonly NamedIntensities[],
  mixed: boolean,
): { range: LevelRange; text: string } {
  const name = kindText(kind);
  if (kind === 'uint8') return { range: { low: 0, high: 255 }, text: name };
  const low = Math.min(...images.map(({ measure }) => measure.low));
  const high = Math.max(...images.map(({ measure }) => measure.high));
  const standard = kind.startsWith('float') ? floatRange(low, high) : integerRange(low, high);
  if (standard !== null && (mixed || high - low >= USED * (standard.range.high - standard.range.low)))
    return { range: standard.range, text: `${name}${standard.text}` };
  if (high <= low) return { range: { low, high: low + 1 }, text: `${name}, of one level` };
  const margin = 0.05 * (high - low);
  const floor = standard ? standard.range.low : -Infinity;
  const whole = !kind.startsWith('float') || high - low > 100;
  const own = { low: Math.max(floor, low - margin), high: high + margin };
  return {
    range: whole ? { low: Math.floor(own.low), high: Math.ceil(own.high) } : own,
    text: `${name}, of which levels ${say(low)} to ${say(high)} are used`,
  };
}

function integerRange(low: number, high: number): { range: LevelRange; text: string } | null {
  const depth = DEPTHS.find((bits) => high <= 2 ** bits - 1);
  if (low < 0 || depth === undefined) return null;
  return { range: { low: 0, high: 2 ** depth - 1 }, text: `, of which ${depth} bits are used` };
}

function floatRange(low: number, high: number): { range: LevelRange; text: string } | null {
  if (low >= 0 && high <= 1) return { range: { low: 0, high: 1 }, text: ' between 0 and 1' };
  if (low >= -1 && low < 0 && high <= 1) return { range: { low: -1, high: 1 }, text: ' between −1 and 1' };
  if (low >= 0 && high <= 255) return { range: { low: 0, high: 255 }, text: ' between 0 and 255' };
  return null;
}

function noticesOf(
  kind: SampleKind,
  images: readonly NamedIntensities[],
  range: LevelRange,
  decided: boolean,
): string[] {
  const notices: string[] = [];
  const name = kindText(kind);
  const beyond = images.filter(({ measure }) => measure.highest > range.high || measure.lowest < range.low);
  if (beyond.length > 0) {
    const what = decided ? 'single pixels' : 'levels';
    const ends = [
      Math.min(...beyond.map(({ measure }) => measure.lowest)),
      Math.max(...beyond.map(({ measure }) => measure.highest)),
    ];
    const which = ends[1]! > range.high ? `up to ${say(ends[1]!)}` : `down to ${say(ends[0]!)}`;
    notices.push(`${what} ${which} in ${count(beyond)} are cut off`);
  }
  const strange = images.filter(({ measure }) => measure.notFinite > 0);
  if (strange.length > 0)
    notices.push(`${count(strange)}: pixels that are no finite number (NaN) are read as 0`);
  const faint = images.filter(({ measure }) => measure.high - range.low < (range.high - range.low) / 8);
  if (faint.length === images.length)
    notices.push(
      `the ${name} images use levels up to ${say(Math.max(...images.map(({ measure }) => measure.high)))} of ${say(range.high)} only; -p intensity=low:high sets another range`,
    );
  else if (faint.length > 0)
    notices.push(`${count(faint)} reach less than an eighth of that range: dark beside the others`);
  return notices;
}

function count(images: readonly NamedIntensities[]): string {
  return images.length === 1
    ? `1 image (${images[0]!.name})`
    : `${images.length} images (${images[0]!.name} …)`;
}

function lowestOf(kind: SampleKind): number {
  return kind.startsWith('int') ? -kindMaximum(kind) - 1 : 0;
}

function say(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
