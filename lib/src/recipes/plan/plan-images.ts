import type { PatchOptions } from '../../data';
import { preparedSize } from '../../prediction';
import type { Recipe } from '../recipe';
import type { Decision } from './decision';
import type { DataSetFacts } from './facts';

/** How images reach the network. */
export interface ImagePlan {
  readonly channels: 1 | 3;
  readonly size: Recipe['size'];
  readonly patch?: PatchOptions;
  readonly evenContrast: boolean;
  /** What a step sees of one image or patch, in pixels. */
  readonly stepHeight: number;
  readonly stepWidth: number;
  /** Pixels of the network for a pixel of the file. */
  readonly scale: number;
  /** Median diameter of an object as the network sees it. */
  readonly diameter: number;
  readonly decisions: readonly Decision[];
}

/** Colour is used where it separates foreground this much better than grey. */
const colourGain = 1.25;
/** Objects larger than this are shrunk: a U-Net need not see their grain. */
const largestObject = 96;
/** An image of up to these many pixels is trained on whole. */
const wholeUpTo = 640 * 640;
/** Small discs are at most this share of the longer side; only then does evening the contrast know what a background is. */
const smallObject = 1 / 40;

/** Decides colour, size, patches and contrast. */
export function planImages(facts: DataSetFacts): ImagePlan {
  const [first] = facts.sizes;
  const longest = Math.max(...facts.sizes.map(({ height, width }) => Math.max(height, width)));
  const shortest = Math.min(...facts.sizes.map(({ height, width }) => Math.min(height, width)));
  const { colour, contrast, depth } = facts;
  const channels = colour !== null && colour.colour > colourGain * colour.grey ? 3 : 1;

  const median = facts.objects.diameter[1];
  const large = median > largestObject && facts.foreground < 0.6;
  const shrunk = Math.max(256, Math.round((longest * largestObject) / median / 16) * 16);
  const size: Recipe['size'] = large && shrunk < longest ? shrunk : 'native';
  const scale = size === 'native' ? 1 : size / longest;
  const diameter = Math.min(median * scale, shortest * scale);

  const inner = preparedSize(first!, size === 'native' ? { kind: 'native' } : { kind: 'fit', side: size });
  const oneSize = facts.sizes.length === 1;
  const whole = oneSize && inner.height * inner.width <= wholeUpTo;
  const side = patchSide(diameter, Math.floor(shortest * scale));
  const perImage = Math.max(1, Math.ceil((inner.height * inner.width) / side ** 2));
  const patch: PatchOptions | undefined = whole ? undefined : { side, perImage, foreground: 1 / 3 };

  const spread = depth[0] > 0 ? depth[2] / depth[0] : 1;
  const evenContrast =
    facts.foreground < 0.3 && contrast.share >= 0.9 && median <= smallObject * longest && spread >= 1.2;
  return {
    channels,
    size,
    ...(patch && { patch }),
    evenContrast,
    stepHeight: patch ? side : inner.height,
    stepWidth: patch ? side : inner.width,
    scale,
    diameter,
    decisions: [
      { field: 'model.channels', value: channels === 3 ? 'colour' : 'grey', reason: colourReason(facts) },
      {
        field: 'size',
        value: size === 'native' ? 'native' : `${size} pixels along the longer side`,
        reason:
          size === 'native'
            ? `the typical object measures ${Math.round(median)} pixels; shrinking would lose its edge`
            : `the typical object measures ${Math.round(median)} pixels; at ${Math.round(diameter)} the network still sees its shape and four times as much around it`,
      },
      {
        field: 'patch',
        value: patch
          ? `${side}², ${perImage} an image and epoch, a third of them on foreground`
          : 'none, whole images',
        reason: whole
          ? `images of ${inner.width} × ${inner.height} fit into a step whole`
          : oneSize
            ? `images of ${inner.width} × ${inner.height} are too large for several in a step; a patch holds about ${Math.max(1, Math.floor(side / Math.max(1, diameter)))} objects along its side`
            : `images have ${facts.sizes.length} sizes; patches have one`,
      },
      {
        field: 'evenContrast',
        value: evenContrast ? `yes, for ${contrast.objects} objects` : 'no',
        reason: contrastReason(facts, evenContrast, spread, longest),
      },
    ],
  };
}

/** A side between 64 and 512 that holds eight objects, a multiple of 32, and no longer than the smallest image allows. */
function patchSide(diameter: number, shortest: number): number {
  const wanted = Math.min(512, Math.max(256, 32 * Math.ceil((8 * diameter) / 32)));
  return Math.max(16, Math.min(wanted, shortest >= 32 ? 32 * Math.floor(shortest / 32) : shortest));
}

function colourReason({ colour }: DataSetFacts): string {
  if (colour === null) return 'the images are grey';
  const numbers = `d′ ${colour.colour.toFixed(2)} by colour, ${colour.grey.toFixed(2)} by grey`;
  return colour.colour > colourGain * colour.grey
    ? `colour tells foreground from the rest better than brightness: ${numbers}`
    : `colour adds little to brightness: ${numbers}`;
}

function contrastReason(facts: DataSetFacts, even: boolean, spread: number, longest: number): string {
  const { contrast, depth, objects, foreground } = facts;
  if (even)
    return `small ${contrast.objects} objects stand out by ${depth[0].toFixed(2)} to ${depth[2].toFixed(2)} of their background, image by image: brought to one contrast`;
  if (foreground >= 0.3)
    return `foreground covers ${Math.round(100 * foreground)} %: there is no background to even out`;
  if (objects.diameter[1] > smallObject * longest)
    return "objects are too large to tell their light from the background's";
  if (contrast.share < 0.9) return 'foreground is not always darker, nor always brighter, than the rest';
  return `the light varies little from image to image (by a factor of ${spread.toFixed(2)})`;
}
