import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decideMaskMeaning, measureMask, parseMaskOptions, readMask } from 'unetlab/data';
import type { MaskMeaning, Picture, ReadMask } from 'unetlab/data';
import { channels, coloured, count, discs, grey, indexed, paint, SIDE } from './drawn-masks';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const one = (
  paintDisc: (disc: number, distance: number, x: number, y: number) => number,
  seeds = SEEDS,
): number[][] => seeds.map((seed) => paint(discs(seed, 5 + (seed % 4)), paintDisc));
/** Pixels inside of a disc. */
const inside = one((disc) => Math.min(disc, 1)).map((plane) => count(plane, (value) => value === 1));

interface Outcome {
  readonly meaning: MaskMeaning;
  readonly read: readonly ReadMask[];
  readonly pixels: readonly number[];
}

function understand(
  pictures: readonly Picture[],
  typed: { foreground?: string; ignore?: string } = {},
): Outcome {
  const masks = pictures.map((picture, i) => ({ name: `m${i}.png`, measure: measureMask(picture) }));
  const meaning = decideMaskMeaning(masks, parseMaskOptions(typed));
  assert.deepEqual(JSON.parse(JSON.stringify(meaning)), meaning, 'the meaning is plain data');
  const read = pictures.map((picture) => readMask(picture, meaning));
  return { meaning, read, pixels: read.map(({ mask }) => mask.reduce((a, b) => a + b, 0)) };
}

function asks(pictures: readonly Picture[], ...patterns: RegExp[]): void {
  assert.throws(
    () => understand(pictures),
    (error: Error) => {
      for (const pattern of patterns) assert.match(error.message, pattern);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    },
  );
}

const ignored = ({ read }: Outcome): number[] =>
  read.map(({ ignore }) => ignore?.reduce((a, b) => a + b, 0) ?? 0);
const objects = ({ read }: Outcome): number[] => read.map(({ instances }) => new Set(instances).size - 1);

describe('masks of two values', () => {
  for (const [kind, value] of [
    ['uint8', 1],
    ['uint8', 255],
    ['uint8', 38],
    ['uint16', 65535],
    ['uint16', 1],
    ['int32', 1],
    ['float32', 1],
    ['float64', 0.25],
  ] as const)
    it(`reads 0 and ${value} of ${kind}`, () => {
      const outcome = understand(one((disc) => (disc ? value : 0)).map((plane) => grey(plane, kind)));
      assert.deepEqual(outcome.pixels, inside);
      assert.match(outcome.meaning.text, new RegExp(`0 and ${value}, ${value} is foreground`));
      assert.deepEqual(outcome.meaning.notices, []);
    });

  it('reads {0, 1} beside {0, 255}, and names the file that is unlike the others', () => {
    const planes = one((disc) => (disc ? 255 : 0));
    planes[3] = planes[3]!.map((value) => Math.min(value, 1));
    const outcome = understand(planes.map((plane) => grey(plane)));
    assert.deepEqual(outcome.pixels, inside);
    assert.match(outcome.meaning.notices.join(), /m3\.png: 0 and 1, unlike the other masks/);
  });

  it('asks where each file has another value', () => {
    asks(
      SEEDS.map((seed) => grey(paint(discs(seed), (disc) => (disc ? seed + 1 : 0)))),
      /it is not plain/,
      /nonzero/,
    );
  });

  it('says how many masks are empty', () => {
    const planes = one((disc) => (disc ? 1 : 0));
    planes[2] = planes[2]!.map(() => 0);
    const outcome = understand(planes.map((plane) => grey(plane)));
    assert.deepEqual(
      outcome.pixels,
      inside.map((pixels, i) => (i === 2 ? 0 : pixels)),
    );
    assert.match(outcome.meaning.notices.join(), /1 of 8 masks is empty \(m2\.png\)/);
  });

  it('refuses a set without a foreground pixel', () => {
    asks(
      SEEDS.map(() => grey(paint([], () => 0))),
      /no mask has a foreground pixel/,
    );
  });

  it('asks about inverted masks, and takes both answers', () => {
    const pictures = one((disc) => (disc ? 0 : 255)).map((plane) => grey(plane));
    asks(
      pictures,
      /[89]\d % of the pixels would be foreground, more than half/,
      /-p foreground=0 if they are, or -p foreground=255/,
    );
    assert.deepEqual(understand(pictures, { foreground: '0' }).pixels, inside);
    assert.deepEqual(understand(pictures, { foreground: 'below' }).pixels, inside);
    const kept = understand(pictures, { foreground: '255' });
    assert.deepEqual(
      kept.pixels,
      inside.map((pixels) => SIDE * SIDE - pixels),
    );
    assert.deepEqual(understand(pictures, { foreground: 'nonzero' }).pixels, kept.pixels);
  });

  it('asks about masks that are 255 everywhere', () => {
    asks(
      SEEDS.map(() => grey(paint([], () => 255))),
      /100 % of the pixels would be foreground/,
    );
  });

  it('names one inverted mask among others', () => {
    const planes = one((disc) => (disc ? 255 : 0));
    planes[5] = planes[5]!.map((value) => 255 - value);
    const { meaning } = understand(planes.map((plane) => grey(plane)));
    assert.match(
      meaning.notices.join(),
      /m5\.png: [89]\d % of the pixels are foreground, in the middle mask .* inverted, perhaps/,
    );
  });
});

describe('labels', () => {
  it('reads numbered objects, and keeps their numbers', () => {
    for (const kind of ['uint8', 'uint16', 'int32', 'float32'] as const) {
      const outcome = understand(one((disc) => disc).map((plane) => grey(plane, kind)));
      assert.deepEqual(outcome.pixels, inside);
      assert.deepEqual(
        objects(outcome),
        SEEDS.map((seed) => discs(seed, 5 + (seed % 4)).length),
      );
      assert.match(outcome.meaning.text, /objects numbered 1 to \d, every number is foreground/);
    }
  });

  it('asks where the background seems to have a number, and takes both answers', () => {
    const watershed = one((disc, distance) => (disc ? disc + 1 : distance < 1 ? 0 : 1)).map((plane) =>
      grey(plane, 'uint16'),
    );
    asks(
      watershed,
      /more than half, and 1 alone is \d\d % of m\d\.png: the background may have a number, too/,
      /-p foreground=threshold:2 if 1 is the background, or -p foreground=nonzero if it is right so$/,
    );
    assert.deepEqual(understand(watershed, { foreground: 'threshold:2' }).pixels, inside);
    const shares = understand(watershed, { foreground: 'nonzero' }).pixels;
    assert.ok(shares.every((pixels) => pixels > SIDE * SIDE * 0.9));
    // as panoptic masks do: what lies around the objects is coloured, in other colours each time
    const panoptic = SEEDS.map((seed) =>
      coloured(
        paint(discs(seed, 5 + (seed % 4)), (disc, _, _x, y) =>
          y < 2 ? 0 : (((disc || 20 + Number(y < 40)) * 7919 + seed * 104729) % 0xfffffe) + 1,
        ),
      ),
    );
    asks(
      panoptic,
      /#[0-9a-f]{6} alone is \d\d % of m\d\.png/,
      /make it 0 in the files/,
      /foreground=nonzero/,
    );
  });

  it('reads numbered objects that fill the picture', () => {
    const cell = (x: number, y: number, n: number): number => {
      const side = Math.ceil(SIDE / n);
      return x % side && y % side ? 1 + Math.floor(x / side) + n * Math.floor(y / side) : 0;
    };
    const planes = SEEDS.map((seed) => paint([], (_, _d, x, y) => cell(x, y, 5 + (seed % 3))));
    const outcome = understand(planes.map((plane) => grey(plane, 'uint16')));
    assert.deepEqual(
      outcome.pixels,
      planes.map((plane) => count(plane, (value) => value > 0)),
    );
    assert.deepEqual(
      objects(outcome),
      SEEDS.map((seed) => (5 + (seed % 3)) ** 2),
    );
  });

  it('reads 255 as the object numbered 255', () => {
    // 16 × 18 little squares, of which file i has some.
    const squares = (most: number): number[] =>
      Array.from({ length: SIDE * SIDE }, (_, i) => {
        const [y, x] = [Math.floor(i / SIDE), i % SIDE];
        const number = Math.floor(y / 5) * 19 + Math.floor(x / 5) + 1;
        return y % 5 < 3 && x % 5 < 3 && number <= most && x < 95 ? number : 0;
      });
    const planes = [260, 255, 258, 190].map(squares);
    const outcome = understand(planes.map((plane) => grey(plane, 'uint16')));
    assert.deepEqual(outcome.meaning.ignore, []);
    assert.deepEqual(objects(outcome), [260, 255, 258, 190]);
    assert.deepEqual(
      outcome.pixels,
      planes.map((plane) => count(plane, (value) => value > 0)),
    );
  });

  it('reads objects with random numbers', () => {
    const pictures = SEEDS.map((seed) =>
      grey(
        paint(discs(seed, 9), (disc) => (disc ? 1000 * disc + 37 * seed : 0)),
        'uint16',
      ),
    );
    const outcome = understand(pictures);
    assert.deepEqual(
      objects(outcome),
      SEEDS.map((seed) => discs(seed, 9).length),
    );
  });

  it('asks about two classes, and takes the answer', () => {
    const nested = one((disc, distance) => (disc ? (distance < -2 ? 2 : 1) : 0)).map((plane) => grey(plane));
    asks(
      nested,
      /it is not plain which values are foreground/,
      /0 \([89]\d %\), 1 \(.* %\), 2 \(.* %\)/,
      /-p foreground=1,2|-p foreground=nonzero/,
    );
    assert.deepEqual(understand(nested, { foreground: '1,2' }).pixels, inside);
    assert.deepEqual(understand(nested, { foreground: 'nonzero' }).pixels, inside);
    const inner = understand(nested, { foreground: '2' });
    assert.ok(inner.pixels.every((pixels, i) => pixels > 0 && pixels < inside[i]!));
    assert.match(inner.meaning.text, /1 \(.* %\) is background/);
    asks(
      one((disc) => disc % 3).map((plane) => grey(plane)),
      /not plain/,
    );
    asks(
      one((disc) => (disc ? 1 + (disc % 2) : 0)).map((plane) => grey(plane)),
      /not plain/,
    );
  });

  it('asks about {1, 2}', () => {
    const pictures = one((disc) => (disc ? 2 : 1)).map((plane) => grey(plane));
    asks(pictures, /no pixel is 0/, /-p foreground=1, or -p foreground=2/);
    assert.deepEqual(understand(pictures, { foreground: '2' }).pixels, inside);
  });

  it('asks about {0, 127, 255}', () => {
    asks(
      one((_, distance) => (distance < -1 ? 255 : distance < 2 ? 127 : 0)).map((plane) => grey(plane)),
      /not plain/,
      /ignore=127/,
      /threshold/,
    );
    asks(
      one((disc) => (disc ? (disc % 2 ? 127 : 255) : 0)).map((plane) => grey(plane)),
      /not plain/,
    );
  });

  it('ignores an outline of 255 around small labels', () => {
    for (const outline of [1, 2]) {
      const planes = one((_, distance) => (distance <= -outline ? 1 : distance <= 0 ? 255 : 0));
      const outcome = understand(planes.map((plane) => grey(plane)));
      assert.deepEqual(
        outcome.pixels,
        planes.map((plane) => count(plane, (value) => value === 1)),
      );
      assert.deepEqual(
        ignored(outcome),
        planes.map((plane) => count(plane, (value) => value === 255)),
      );
      assert.match(outcome.meaning.text, /255 is ignored/);
    }
  });

  it('ignores an outline around numbered objects', () => {
    const planes = one((disc, distance) => (disc && distance <= -2 ? disc : distance <= 0 ? 255 : 0));
    const outcome = understand(planes.map((plane) => grey(plane)));
    assert.deepEqual(
      outcome.pixels,
      planes.map((plane) => count(plane, (value) => value > 0 && value < 255)),
    );
    assert.equal(outcome.meaning.numbered, true);
    assert.deepEqual(outcome.meaning.ignore, [255]);
  });

  it('names what to ignore where the labels are inverted', () => {
    const pictures = one((_, distance) => (distance <= -1 ? 0 : distance <= 1 ? 255 : 1)).map((plane) =>
      grey(plane),
    );
    asks(pictures, /-p foreground=0 -p ignore=255 if they are/);
  });

  it('says that a value which was not mentioned is background', () => {
    const pictures = one((_, distance) => (distance <= -1 ? 1 : distance <= 1 ? 255 : 0)).map((plane) =>
      grey(plane),
    );
    assert.match(
      understand(pictures, { foreground: '1' }).meaning.text,
      /255 \(.* %\) is background \(-p ignore=255 would leave 255 out\)/,
    );
  });

  it('asks about a whole region of 255 beside small labels, and takes the answer', () => {
    const pictures = one((disc, _, x) => (x > 80 ? 255 : disc ? 1 : 0)).map((plane) => grey(plane));
    asks(pictures, /-p foreground=1 -p ignore=255/);
    const outcome = understand(pictures, { ignore: '255' });
    assert.deepEqual(
      ignored(outcome),
      SEEDS.map(() => 15 * SIDE),
    );
    assert.deepEqual(outcome.meaning.foreground, { kind: 'other', background: 0 });
  });

  it('asks about a negative value', () => {
    const pictures = one((disc, distance) => (disc ? (distance > -1 ? -1 : 1) : 0)).map((plane) =>
      grey(plane, 'int16'),
    );
    const outcome = understand(pictures, { foreground: '1', ignore: '-1' });
    assert.ok(ignored(outcome).every((pixels) => pixels > 0));
  });

  it('asks about a trimap without a 0', () => {
    const planes = one((_, distance) => (distance <= -2 ? 1 : distance <= 0 ? 3 : 2));
    const pictures = planes.map((plane) => grey(plane));
    asks(pictures, /no pixel is 0/, /-p foreground=1 -p ignore=3/);
    const outcome = understand(pictures, { foreground: '1', ignore: '3' });
    assert.deepEqual(
      outcome.pixels,
      planes.map((plane) => count(plane, (value) => value === 1)),
    );
    assert.deepEqual(
      ignored(outcome),
      planes.map((plane) => count(plane, (value) => value === 3)),
    );
  });

  it('names the one file that spoils a plain set', () => {
    const seeds = Array.from({ length: 50 }, (_, i) => i + 1);
    const pictures = seeds.map((seed) => grey(paint(discs(seed), (disc) => (disc ? 255 : 0))));
    pictures[17] = grey(paint(discs(18), (disc) => (disc ? 1 + (disc % 3) : 0)));
    asks(pictures, /49 of 50 masks are plain/, /m17\.png holds 0 \(.* %\), 1 \(/, /-p foreground=/);
  });
});

describe('soft masks', () => {
  const smooth = (width: number, most = 255): number[][] =>
    one((_, distance) => Math.round(most / (1 + Math.exp(distance / width))));

  it('takes smoothed edges at half, and says so', () => {
    const planes = smooth(0.3);
    const outcome = understand(planes.map((plane) => grey(plane)));
    assert.deepEqual(
      outcome.pixels,
      planes.map((plane) => count(plane, (value) => value >= 128)),
    );
    assert.match(
      outcome.meaning.text,
      /8 of 8 with values between 0 and 255 \(.* %\), 128 or more is foreground/,
    );
    assert.ok(outcome.read.every(({ notice }) => notice?.threshold === 128));
  });

  it('takes probabilities of floats and of 16 bits at half', () => {
    const floats = one((_, distance) => 1 / (1 + Math.exp(distance / 0.7)));
    assert.deepEqual(
      understand(floats.map((plane) => grey(plane, 'float32'))).pixels,
      floats.map((plane) => count(plane, (value) => Math.fround(value) >= 0.5)),
    );
    const wide = smooth(0.7, 65535);
    assert.deepEqual(
      understand(wide.map((plane) => grey(plane, 'uint16'))).pixels,
      wide.map((plane) => count(plane, (value) => value >= 32768)),
    );
  });

  it('refuses maps that never reach half, with what to type', () => {
    for (const most of [60, 110]) {
      const pictures = smooth(1.5, most).map((plane) => grey(plane));
      asks(pictures, /no pixel reaches half/, new RegExp(`-p foreground=threshold:${most / 2}`));
      assert.ok(
        understand(pictures, { foreground: `threshold:${most / 2}` }).pixels.every((pixels) => pixels > 100),
      );
    }
    asks(
      one((_, distance) => 0.3 / (1 + Math.exp(distance))).map((plane) => grey(plane, 'float32')),
      /no pixel reaches half/,
      /threshold:0\.1\d*/,
    );
  });

  it('asks where hardly a pixel reaches half', () => {
    const planes = smooth(1.5, 110);
    planes[0]![SIDE * 50 + 50] = 200;
    asks(
      planes.map((plane) => grey(plane)),
      /only 1 of 8|no pixel|hardly|reaches half/,
    );
  });

  it('asks about pictures that are no masks', () => {
    asks(
      one((_, __, x, y) => Math.round(128 + 60 * Math.sin(x / 9) + 50 * Math.cos(y / 7))).map((plane) =>
        grey(plane),
      ),
      /photograph|no pixel is 0/,
    );
  });

  it('keeps a file of 0 and 1 beside smoothed ones', () => {
    const pictures = smooth(0.3).map((plane) => grey(plane));
    pictures[4] = grey(paint(discs(5, 6), (disc) => (disc ? 1 : 0)));
    const outcome = understand(pictures);
    assert.equal(
      outcome.pixels[4],
      count(
        paint(discs(5, 6), (disc) => disc),
        (disc) => disc > 0,
      ),
    );
    assert.match(outcome.meaning.notices.join(), /m4\.png: 0 and 1 only, read as background and foreground/);
  });

  it('asks about smoothed masks that are inverted', () => {
    const pictures = smooth(0.3).map((plane) => grey(plane.map((value) => 255 - value)));
    asks(pictures, /more than half/, /-p foreground=below if they are/);
    assert.deepEqual(
      understand(pictures, { foreground: 'below' }).pixels,
      smooth(0.3).map((plane) => count(plane, (value) => 255 - value < 128)),
    );
  });

  it('asks about a third class that was saved with losses', () => {
    const three = one((disc) => (disc ? (disc % 2 ? 127 : 255) : 0)).map((plane, i) =>
      grey(
        plane.map((value, at) => Math.max(0, Math.min(255, value + (((at * 7 + i) % 9) - 4)))),
        'uint8',
        { lossy: true },
      ),
    );
    asks(three, /many pixels lie near 12\d/, /-p foreground=threshold:6\d/);
  });

  it('asks about logits', () => {
    const pictures = one((_, distance) => -distance).map((plane) => grey(plane, 'float32'));
    asks(pictures, /go below 0/, /-p foreground=threshold:0/);
    assert.ok(
      understand(pictures, { foreground: 'threshold:0' }).pixels.every(
        (pixels, i) => Math.abs(pixels - inside[i]!) < 3,
      ),
    );
  });

  it('ignores pixels that are no number', () => {
    const planes = one((disc, _, x) => (x < 3 ? Number.NaN : disc ? 1 : 0));
    const outcome = understand(planes.map((plane) => grey(plane, 'float32')));
    assert.deepEqual(
      ignored(outcome),
      SEEDS.map(() => 3 * SIDE),
    );
    assert.match(outcome.meaning.notices.join(), /no finite number/);
  });
});

describe('palettes, colours and alpha', () => {
  it('reads a palette by index, with its outline ignored', () => {
    const planes = one((_, distance) => (distance <= -2 ? 8 : distance <= 0 ? 255 : 0));
    const outcome = understand(planes.map((plane) => indexed(plane, { 0: 0, 8: 0x400000, 255: 0xe0e0c0 })));
    assert.deepEqual(
      outcome.pixels,
      planes.map((plane) => count(plane, (value) => value === 8)),
    );
    assert.deepEqual(
      ignored(outcome),
      planes.map((plane) => count(plane, (value) => value === 255)),
    );
    assert.equal(outcome.meaning.plane, 'index');
  });

  it('reads dark colours of a palette', () => {
    const outcome = understand(
      one((disc) => Math.min(disc, 1)).map((plane) => indexed(plane, { 0: 0, 1: 0x800000 })),
    );
    assert.deepEqual(outcome.pixels, inside);
  });

  it('asks where index 0 is a colour and another index black', () => {
    const pictures = one((disc) => (disc ? 0 : 1)).map((plane) => indexed(plane, { 0: 0xff0000, 1: 0 }));
    asks(pictures, /index 0 is #ff0000 and index 1 is black/, /foreground=index:0/);
    assert.deepEqual(understand(pictures, { foreground: 'index:0' }).pixels, inside);
  });

  it('reads palettes of greys by their levels', () => {
    const outcome = understand(
      one((disc) => (disc ? 0 : 1)).map((plane) => indexed(plane, { 0: 0xffffff, 1: 0 })),
    );
    assert.deepEqual(outcome.pixels, inside);
  });

  it('reads palettes that differ by their colours', () => {
    const pictures = one((disc) => (disc ? 1 : 0)).map((plane, i) =>
      i % 2
        ? indexed(plane, { 0: 0, 1: 0xff0000 })
        : indexed(
            plane.map((v) => 1 - v),
            { 1: 0, 0: 0xff0000 },
          ),
    );
    assert.deepEqual(understand(pictures).pixels, inside);
  });

  it('asks about classes of a palette by index', () => {
    const pictures = one((disc) => (disc ? 1 + (disc % 2) * 14 : 0)).map((plane) =>
      indexed(plane, { 0: 0, 1: 0x800000, 15: 0xc08080 }),
    );
    asks(pictures, /palette indices/, /-p foreground=index:/);
    const outcome = understand(pictures, { foreground: 'index:15' });
    assert.ok(outcome.pixels.every((pixels, i) => pixels > 0 && pixels < inside[i]!));
    assert.deepEqual(understand(pictures, { foreground: 'index:1,15' }).pixels, inside);
    assert.deepEqual(understand(pictures, { foreground: '1,15' }).pixels, inside);
  });

  it('reads one colour on black, also where it is smoothed', () => {
    assert.deepEqual(understand(one((disc) => (disc ? 0xff0000 : 0)).map(coloured)).pixels, inside);
    const planes = one((_, distance) => Math.round(255 / (1 + Math.exp(distance / 0.3))));
    const outcome = understand(planes.map((plane) => coloured(plane.map((v) => v * 256))));
    assert.deepEqual(
      outcome.pixels,
      planes.map((plane) => count(plane, (value) => value >= 128)),
    );
  });

  it('asks about several colours, and takes the answer', () => {
    const pictures = one((disc) => (disc ? (disc % 2 ? 0xff0000 : 0x00ff00) : 0)).map(coloured);
    asks(pictures, /#00ff00 \(.* %\), #ff0000 \(.* %\)/, /-p foreground=#/, /nonzero/);
    assert.deepEqual(understand(pictures, { foreground: '#ff0000,#00ff00' }).pixels, inside);
    assert.deepEqual(understand(pictures, { foreground: 'nonzero' }).pixels, inside);
  });

  it('asks about a colour on white', () => {
    const pictures = one((disc) => (disc ? 0xff0000 : 0xffffff)).map(coloured);
    asks(pictures, /no pixel is 0/, /-p foreground=#ff0000/);
    assert.deepEqual(understand(pictures, { foreground: '#ff0000' }).pixels, inside);
  });

  it('reads a colour an object', () => {
    const pictures = SEEDS.map((seed) =>
      coloured(
        paint(discs(seed, 5 + (seed % 4)), (disc) =>
          disc ? ((disc * 7919 + seed * 104729) % 0xfffffe) + 1 : 0,
        ),
      ),
    );
    const outcome = understand(pictures);
    assert.deepEqual(outcome.pixels, inside);
    assert.deepEqual(
      objects(outcome),
      SEEDS.map((seed) => discs(seed, 5 + (seed % 4)).length),
    );
  });

  it('reads the alpha channel where the colours are constant', () => {
    const alpha = one((disc) => (disc ? 255 : 0));
    const flat = (value: number): number[] => alpha[0]!.map(() => value);
    assert.deepEqual(understand(alpha.map((plane) => channels([flat(0), plane]))).pixels, inside);
    assert.deepEqual(
      understand(alpha.map((plane) => channels([flat(255), flat(0), flat(0), plane]))).pixels,
      inside,
    );
    const withEmpty = [...alpha.map((plane) => channels([flat(0), plane])), channels([flat(0), flat(0)])];
    assert.deepEqual(understand(withEmpty).pixels, [...inside, 0]);
  });

  it('takes transparent pixels as background, and a constant alpha as nothing', () => {
    const planes = one((disc) => (disc ? 255 : 0));
    const flat = (value: number): number[] => planes[0]!.map(() => value);
    assert.deepEqual(understand(planes.map((plane) => channels([plane, flat(128)]))).pixels, inside);
    assert.deepEqual(
      understand(planes.map((plane) => channels([plane, plane, plane, flat(255)]))).pixels,
      inside,
    );
  });

  it('points at the alpha channel where all that is seen is black', () => {
    const alpha = one((disc) => (disc ? 255 : 0));
    const pictures = alpha.map((plane) => channels([plane.map((value) => 255 - value), plane]));
    asks(pictures, /no mask has a foreground pixel/, /-p foreground=alpha/);
    assert.deepEqual(understand(pictures, { foreground: 'alpha' }).pixels, inside);
  });

  it('asks about photographs', () => {
    const wave = (shift: number): number[][] =>
      one((_, __, x, y) => Math.round(128 + 100 * Math.sin((x + shift * y) / 9)));
    const [red, green, blue] = [wave(0), wave(1), wave(3)];
    asks(
      red.map((plane, i) => channels([plane, green[i]!, blue[i]!])),
      /colours, as photographs do/,
    );
  });

  it('asks where some masks are drawn in alpha and some in colour', () => {
    const planes = one((disc) => (disc ? 255 : 0));
    const flat = planes[0]!.map(() => 0);
    asks(
      planes.map((plane, i) => (i < 4 ? channels([flat, plane]) : grey(plane))),
      /alpha channel/,
    );
  });

  it('reads 16-bit colours', () => {
    const planes = one((disc) => (disc ? 65535 : 0));
    const black = planes[0]!.map(() => 0);
    assert.deepEqual(
      understand(planes.map((plane) => channels([plane, plane, plane], 'uint16'))).pixels,
      inside,
    );
    assert.deepEqual(
      understand(planes.map((plane) => channels([plane, black, black], 'uint16'))).pixels,
      inside,
    );
    const labels = one((disc) => disc);
    assert.equal(
      understand(labels.map((plane) => channels([plane, plane, plane], 'uint16'))).meaning.numbered,
      true,
    );
  });

  it('reads the numbers of files with few bits', () => {
    const planes = one((disc) => (disc ? 1 + (disc % 3) : 0));
    const pictures = planes.map((plane) =>
      grey(
        plane.map((v) => v * 85),
        'uint8',
        { bits: 2, indices: Uint8Array.from(plane) },
      ),
    );
    asks(pictures, /0 \(.*\), 1 \(.*\), 2 \(.*\), 3 \(/);
    assert.deepEqual(understand(pictures, { foreground: '1,2,3' }).pixels, inside);
  });
});

describe('what the reader types about masks', () => {
  const pictures = one((disc) => (disc ? 1 + (disc % 2) : 0)).map((plane) => grey(plane));

  it('is refused with what is allowed', () => {
    for (const foreground of ['one', '1,,x', 'threshold:', 'index:', '#ff00', '1-3'])
      assert.throws(() => parseMaskOptions({ foreground }), /invalid foreground=.*(allowed|one number)/);
    assert.throws(() => parseMaskOptions({ ignore: 'none' }), /invalid ignore=none; allowed: values/);
    assert.deepEqual(parseMaskOptions({ foreground: ' ', ignore: '' }), {});
  });

  it('is refused where the masks hold none of it', () => {
    assert.throws(
      () => understand(pictures, { foreground: '3' }),
      /foreground=3 occurs in no mask; the values are 0 \(/,
    );
    assert.throws(() => understand(pictures, { foreground: '1', ignore: '9' }), /ignore=9 occurs in no mask/);
    assert.throws(
      () => understand(pictures, { foreground: 'threshold' }),
      /no mask has a foreground pixel with 128 or more/,
    );
    assert.throws(
      () => understand(pictures, { foreground: '1', ignore: '1' }),
      /1 is both foreground and ignore/,
    );
    assert.throws(() => understand(pictures, { foreground: 'alpha' }), /no alpha channel/);
  });
});
