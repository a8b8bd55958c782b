import { confidenceOfWeight, focusingFactor } from '../influence/focusing';
import { publishedPixels512, publishedWeights512, weightedShares } from '../influence/weighted-shares';
import { shortNumber } from '../statistics/number-text';
import type { Claim } from './claim';
import { contradicted, notSupported, numbersFinding, reproduced, undecided } from './findings';

const summary = { source: 'Search analysis summary', subject: 'arithmetic', kind: 'number' } as const;

const plain = weightedShares(publishedPixels512.map((kind) => ({ ...kind, weight: 1 })));
const focused = weightedShares(
  publishedPixels512.map((kind, i) => ({ ...kind, weight: publishedWeights512[i]! })),
);
const percent = (share: number): number => 100 * share;

/** What the documents compute about losses and pixels, computed again; and what that arithmetic stands on. */
export const arithmeticClaims: readonly Claim[] = [
  {
    ...summary,
    id: 'pixels.four-times',
    quotation: '4× more pixels but 33% worse performance',
    check: () =>
      numbersFinding([{ what: 'the ratio of 512² to 256²', published: '4', got: 512 ** 2 / 256 ** 2 }]),
  },
  {
    ...summary,
    id: 'pixels.shares',
    quotation:
      'Background (easy): 230,000 pixels (88%); Foreground (medium): 28,000 pixels (11%); Boundary (hard): 4,000 pixels (2%)',
    check: () =>
      numbersFinding(
        plain.map(({ name, share }, i) => ({
          what: `the share of ${name} in per cent`,
          published: ['88', '11', '2'][i]!,
          got: percent(share),
        })),
        { total: publishedPixels512.reduce((sum, { pixels }) => sum + pixels, 0), pixels: 512 ** 2 },
      ),
  },
  {
    ...summary,
    id: 'focal.down-weights',
    quotation: 'Down-weights easy examples by 99% (when p_t=0.9)',
    check: () =>
      numbersFinding([
        {
          what: 'the fall of the focal weight at p_t = 0.9 in per cent',
          published: '99',
          got: percent(1 - focusingFactor(0.9, 2)),
        },
      ]),
  },
  {
    ...summary,
    id: 'influence.without-focal',
    quotation: 'Without Focal Loss: Background influence: 87.8%, Boundary influence: 1.5%, Imbalance: 58:1',
    check: () =>
      numbersFinding([
        {
          what: 'the influence of background in per cent',
          published: '87.8',
          got: percent(plain[0]!.influence),
        },
        { what: 'that of the boundary', published: '1.5', got: percent(plain[2]!.influence) },
        { what: 'their ratio', published: '58', got: plain[0]!.influence / plain[2]!.influence },
      ]),
  },
  {
    ...summary,
    id: 'influence.with-focal',
    quotation:
      'With Focal Loss (γ=2): Background influence: 25.3%, Boundary influence: 44.0%, Near-balanced: 1.7:1',
    check: () => {
      const found = numbersFinding([
        {
          what: 'the influence of background in per cent',
          published: '25.3',
          got: percent(focused[0]!.influence),
        },
        { what: 'that of foreground', published: '30.8', got: percent(focused[1]!.influence) },
        { what: 'that of the boundary', published: '44.0', got: percent(focused[2]!.influence) },
        {
          what: 'the ratio of boundary to background',
          published: '1.7',
          got: focused[2]!.influence / focused[0]!.influence,
        },
      ]);
      const confidences = publishedWeights512.map((weight) => shortNumber(confidenceOfWeight(weight, 2)));
      return {
        ...found,
        reasoning: `${found.reasoning} The sums need the weights ${publishedWeights512.join(', ')}, that is p_t of ${confidences.join(', ')}: every boundary pixel certain and wrong.`,
      };
    },
  },
  {
    ...summary,
    id: 'influence.at-stated-confidence',
    quotation: 'Amplifies boundary pixel influence by 29×',
    kind: 'cause',
    general: false, // arithmetic holds everywhere
    check: () => {
      // the report's own table of prediction quality: easy 0.9, medium 0.7, hard 0.5
      const stated = [0.9, 0.7, 0.5];
      const shares = weightedShares(
        publishedPixels512.map((kind, i) => ({ ...kind, weight: focusingFactor(stated[i]!, 2) })),
      );
      const got = shares[2]!.amplification;
      const figures = {
        amplification: got,
        published: 29,
        ...Object.fromEntries(shares.map(({ name, influence }) => [name, influence])),
      };
      const words = `With the p_t that the report itself calls easy, medium and hard (${stated.join(', ')}), the boundary's share rises ${shortNumber(got)}-fold, to ${shortNumber(percent(shares[2]!.influence))} %, and background keeps ${shortNumber(percent(shares[0]!.influence))} %`;
      return Math.abs(got - 29) <= 0.5
        ? reproduced(`${words}.`, figures)
        : contradicted(`${words}: not 29-fold.`, figures);
    },
  },
  {
    ...summary,
    id: 'influence.29',
    quotation: '29× amplification for boundary pixels!',
    check: () =>
      numbersFinding(
        [
          {
            what: "the rise of the boundary's share",
            published: '29',
            got: focused[2]!.influence / plain[2]!.influence,
          },
        ],
        {
          from: plain[2]!.influence,
          to: focused[2]!.influence,
        },
      ),
  },
  {
    ...summary,
    id: 'imbalance.ratios',
    quotation: '256×256: Foreground:Background = 1:3.3; 512×512: Foreground:Background = 1:7.2',
    check: () => {
      // the report's pixels at 256 × 256: about 15,000 foreground and 50,000 background
      const at256 = 50_000 / 15_000;
      const at512 =
        publishedPixels512[0]!.pixels / (publishedPixels512[1]!.pixels + publishedPixels512[2]!.pixels);
      return numbersFinding(
        [
          { what: 'background to foreground at 256×256', published: '3.3', got: at256 },
          { what: 'background to foreground at 512×512', published: '7.2', got: at512 },
        ],
        { growth: at512 / at256 },
      );
    },
  },
  {
    ...summary,
    kind: 'cause',
    id: 'imbalance.doubles',
    quotation: 'Imbalance DOUBLES at higher resolution!',
    check: ({ evidence }) => {
      const share = evidence.foregroundShare;
      if (share === undefined)
        return undecided(
          'The share of foreground of the same images at both resolutions was not given; resizing an image leaves shares of area as they are, so counts of different images cannot show it.',
          {},
          'the share of foreground of the same images at both resolutions',
        );
      const [at256, at512] = [1 / share.at256 - 1, 1 / share.at512 - 1];
      const ratio = at512 / at256;
      const figures = { at256, at512, ratio };
      const by = share.data ?? 'the same images at both resolutions';
      const words = `Background to foreground is ${shortNumber(at256)} at 256×256 and ${shortNumber(at512)} at 512×512 on the same images, a ratio of ${shortNumber(ratio)}`;
      if (ratio >= 1.8 && ratio <= 2.2) return { ...reproduced(`${words}.`, figures), by };
      return ratio < 1.2
        ? { ...contradicted(`${words}: it does not double.`, figures), by }
        : { ...notSupported(`${words}.`, figures), by };
    },
  },
  {
    ...summary,
    kind: 'cause',
    general: false, // arithmetic holds everywhere
    id: 'dice.all-equal',
    quotation: 'Dice loss … Treats all 262K pixels equally',
    check: () => {
      // by the logit, Dice's gradient is p (1 − p) times a factor that all pixels of a class share
      const stated = [0.9, 0.7, 0.5] as const;
      const sizes = stated.map((confidence) => confidence * (1 - confidence));
      const ratio = sizes[2]! / sizes[0]!;
      const words = `Dice loss's gradient by the logit is p (1 − p) times a factor of the pixel's class: with the p_t that the report calls easy, medium and hard (${stated.join(', ')}) ${sizes.map((size) => shortNumber(size)).join(', ')}, so ${shortNumber(ratio)} times as large on a hard pixel as on an easy one of the same class`;
      const figures = { easy: sizes[0]!, medium: sizes[1]!, hard: sizes[2]!, ratio };
      return contradicted(`${words}: pixels are not treated equally.`, figures);
    },
  },
];
