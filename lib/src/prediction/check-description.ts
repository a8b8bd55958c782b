import type { NetworkDescription } from './network-description';

type Rule = readonly [ok: boolean, name: string, value: unknown, allowed: string];

/**
 * Throws, with the field, its value and what is allowed in one line, where a description lacks something that the use of
 * a network needs. What is optional is looked at where it is there.
 */
export function checkDescription(description: unknown): asserts description is NetworkDescription {
  const { name, preparation, prediction, objects, masks, scores, data, origin } = (description ??
    {}) as Loose;
  const width = preparation?.evenContrast?.referenceWidth;
  for (const [ok, field, value, allowed] of [
    [isText(name), 'name', name, 'a text'],
    [
      preparation?.channels === 1 || preparation?.channels === 3,
      'preparation.channels',
      preparation?.channels,
      '1 or 3',
    ],
    ...intensityRules(preparation?.intensity),
    ...sizeRules(preparation?.size),
    [
      width === undefined || isBetween(width, 0, Infinity),
      'preparation.evenContrast.referenceWidth',
      width,
      'a number above 0',
    ],
    [
      isBetween(prediction?.threshold, 0, 1),
      'prediction.threshold',
      prediction?.threshold,
      'a number in (0, 1)',
    ],
    [
      typeof prediction?.symmetries === 'boolean',
      'prediction.symmetries',
      prediction?.symmetries,
      'true or false',
    ],
    ...tileRules(prediction?.tiles),
    ...objectRules(objects),
    [isText(masks), 'masks', masks, 'a sentence on what masks mean'],
    [Array.isArray(scores), 'scores', scores, 'a list'],
    [isText(data?.hash), 'data.hash', data?.hash, 'a text'],
    [isNames(data?.trainedOn), 'data.trainedOn', data?.trainedOn, 'a list of names'],
    [
      data?.longerSide === undefined || isWhole(data.longerSide, 1),
      'data.longerSide',
      data?.longerSide,
      'a whole number from 1',
    ],
    [isText(origin?.created), 'origin.created', origin?.created, 'a time in ISO 8601'],
  ] satisfies Rule[])
    if (!ok)
      throw new RangeError(
        `invalid ${field}: ${value === undefined ? 'missing' : JSON.stringify(value)}; allowed: ${allowed}`,
      );
}

/** A description that may come from anywhere. */
interface Loose {
  readonly name?: unknown;
  readonly preparation?: {
    readonly channels?: unknown;
    readonly intensity?: Fields;
    readonly size?: Fields;
    readonly evenContrast?: Fields;
  };
  readonly prediction?: {
    readonly threshold?: unknown;
    readonly symmetries?: unknown;
    readonly tiles?: Fields;
  };
  readonly objects?: Fields;
  readonly masks?: unknown;
  readonly scores?: unknown;
  readonly data?: Fields;
  readonly origin?: Fields;
}
type Fields = Readonly<Record<string, unknown>>;

function intensityRules(intensity: Fields | undefined): Rule[] {
  const { low, high } = intensity ?? {};
  const ok = Number.isFinite(low) && Number.isFinite(high) && (low as number) < (high as number);
  return [[ok, 'preparation.intensity', intensity, '{ low, high } with low < high']];
}

function sizeRules(size: Fields | undefined): Rule[] {
  const kinds = ['stretch', 'fit', 'native'];
  const { kind, side } = size ?? {};
  return [
    [kinds.includes(kind as string), 'preparation.size.kind', kind, kinds.join(', ')],
    [kind === 'native' || isWhole(side, 1), 'preparation.size.side', side, 'a whole number from 1'],
  ];
}

function tileRules(tiles: Fields | undefined): Rule[] {
  if (tiles === undefined) return [];
  const { size, overlap } = tiles;
  const fits = overlap === undefined || (isWhole(overlap, 0) && overlap < (size as number));
  return [
    [isWhole(size, 16), 'prediction.tiles.size', size, 'a whole number from 16'],
    [fits, 'prediction.tiles.overlap', overlap, 'a whole number from 0, below the size'],
  ];
}

function objectRules(objects: Fields | undefined): Rule[] {
  if (objects === undefined) return [];
  const lengths = { components: [], split: ['depth'], peaks: ['sigma', 'distance', 'minimum'] }[
    objects.method as string
  ];
  const rules: Rule[] = [
    [lengths !== undefined, 'objects.method', objects.method, 'components, split, peaks'],
    ...(lengths ?? []).map(
      (key): Rule => [
        isBetween(objects[key], 0, Infinity),
        `objects.${key}`,
        objects[key],
        'a number above 0',
      ],
    ),
  ];
  if (objects.method === 'peaks') return rules;
  const { minimumArea } = objects;
  return [
    ...rules,
    [
      minimumArea === 0 || isBetween(minimumArea, 0, Infinity),
      'objects.minimumArea',
      minimumArea,
      'a number from 0',
    ],
  ];
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0;
const isBetween = (value: unknown, low: number, high: number): boolean =>
  typeof value === 'number' && value > low && value < high;
const isWhole = (value: unknown, least: number): value is number =>
  Number.isInteger(value) && (value as number) >= least;

function isNames(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isText));
}
