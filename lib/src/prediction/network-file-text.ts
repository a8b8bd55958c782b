import { readDescription } from './network-file';
import type { NetworkFile, NetworkScore, ObjectSettings, Preparation } from './network-description';

/** What a network file holds, in some lines for a person. Reads no weights and starts no TensorFlow session. */
export function describeNetwork(path: string): string {
  const file = readDescription(path);
  const { name, architecture, model, parameters, preparation, prediction, objects, data, origin } = file;
  const tiles = prediction.tiles ? `, in tiles of ${prediction.tiles.size} px` : '';
  const fold = origin.fold ? `, fold ${origin.fold.index + 1} of ${origin.fold.of} held out` : '';
  return [
    `${name}: ${architecture}, depth ${model.depth}, ${model.baseFilters} filters, ${parameters.toLocaleString('en-US')} parameters`,
    `takes: ${preparationText(preparation)}`,
    `foreground: probability ${prediction.threshold} or more${prediction.symmetries ? ', mean over the symmetries' : ''}${tiles}`,
    ...(objects ? [`objects: ${objectText(objects)}`] : []),
    `masks: ${file.masks.replace(/^masks: /, '')}`,
    ...file.scores.map((score) => `score: ${scoreText(score)}`),
    `trained: ${origin.created.slice(0, 10)} on ${data.name} (${data.images} images, ${data.groups} groups, ${data.hash.slice(0, 12)})${fold}`,
    ...given(file),
  ].join('\n');
}

/** The preparation as a phrase. */
export function preparationText({ channels, intensity, size, evenContrast }: Preparation): string {
  const sizes = {
    stretch: (side: number) => `stretched to ${side} × ${side} px`,
    fit: (side: number) => `longer side brought to ${side} px`,
    native: () => 'every size, pixels as they are',
  };
  const colour = channels === 1 ? 'grey (colour becomes grey)' : 'colour (grey is repeated)';
  const width = evenContrast?.referenceWidth;
  const lengths = width === undefined ? '' : ` as in images ${round(width)} px wide`;
  const even = evenContrast
    ? `, contrast made even for ${evenContrast.objects ?? 'dark'} objects${lengths}`
    : '';
  const sized = size.kind === 'native' ? sizes.native() : sizes[size.kind](size.side);
  return `${colour}, intensities from ${intensity.low} to ${intensity.high}, ${sized}${even}`;
}

/** How objects are counted, as a phrase. */
export function objectText(objects: ObjectSettings): string {
  const reason = objects.reason ? ` (${objects.reason})` : '';
  if (objects.method === 'peaks')
    return `peaks of the map smoothed by ${round(objects.sigma)} px, ${round(objects.distance)} px apart, ${round(objects.minimum)} or more${reason}`;
  const least = objects.minimumArea > 0 ? ` of ${round(objects.minimumArea)} px or more` : '';
  const split = objects.method === 'split' ? `, taken apart at necks ${round(objects.depth)} px deep` : '';
  return `connected pieces${least}${split}${reason}`;
}

function scoreText({ objective, value, on, trivial }: NetworkScore): string {
  const beside = trivial === undefined ? '' : `; the best trivial answer reaches ${round(trivial)}`;
  return `${objective.metric} ${round(value)} on ${on}${beside}`;
}

function given({ licence, note }: NetworkFile): string[] {
  return [`licence: ${licence ?? 'none given'}`, ...(note ? [`note: ${note}`] : [])];
}

const round = (value: number): string => String(Number(value.toFixed(4)));
