import { decodeByLibvips, unreadable } from './by-libvips';
import type { Orientation, Picture, SampleKind, Samples } from './picture';
import { describedChannels, describedImages, tiffPages } from './tiff-pages';
import type { TiffPage } from './tiff-pages';

/** Compressions that sharp's libvips lacks: LERC and Zstandard. */
const BEYOND_LIBVIPS = [34887, 50000];
/** JPEG, in its old and its new form. */
const JPEG = [6, 7];

/** What the pages of a TIFF are, before any of them is decoded. */
interface Chosen {
  readonly pages: readonly TiffPage[];
  readonly notices: readonly string[];
}

/**
 * Reads a TIFF. Smaller copies and transparency masks are left out, pages of one size are read one by one; where the
 * file says that its pages or samples are channels, an error asks.
 */
export async function decodeTiff(
  bytes: Buffer,
  told: 'samples' | number | undefined,
): Promise<{ pages: Picture[]; notices: string[] }> {
  const all = await tiffPages(bytes).catch(unreadable);
  const { pages, notices } = choosePages(all, told);
  const pictures: Picture[] = [];
  const said = [...notices];
  for (const page of pages) {
    const { picture, notice } = await decodePage(bytes, page, pages.length === 1 ? told : undefined);
    pictures.push(picture);
    if (notice !== null && !said.includes(notice)) said.push(notice);
  }
  return { pages: pictures, notices: said };
}

function choosePages(all: readonly TiffPage[], told: 'samples' | number | undefined): Chosen {
  const first = all[0];
  if (!first) throw new Error('the file holds no picture');
  const full = all.filter(({ reduced, transparency }) => !reduced && !transparency);
  const listed = full.length > 0 ? full : all;
  const largest = listed.reduce((a, b) => (b.height * b.width > a.height * a.width ? b : a));
  const same = listed.filter(({ height, width }) => height === largest.height && width === largest.width);
  const strange = listed.filter((page) => !same.includes(page) && !isCopy(page, largest));
  if (strange.length > 0 && typeof told !== 'number') {
    const sizes = [...new Set(listed.map(({ height, width }) => `${width} × ${height}`))];
    throw new Error(
      `its ${listed.length} pages have several sizes (${sizes.slice(0, 4).join(', ')}); type -p pages=1 to read the first page only`,
    );
  }
  const copies =
    all.filter((page) => !same.includes(page) && !page.transparency).length +
    sum(same.map(({ below }) => below));
  const transparency = all.filter((page) => page.transparency).length;
  const notices: string[] = [];
  if (copies > 0 && strange.length === 0)
    notices.push(
      `${copies} smaller ${copies === 1 ? 'copy was' : 'copies were'} left out (a pyramid or a thumbnail)`,
    );
  if (transparency > 0)
    notices.push(`${transparency} transparency ${transparency === 1 ? 'page was' : 'pages were'} left out`);
  const images = describedImages(first.description);
  if (images > all.length && all.length === 1)
    throw new Error(
      `ImageJ wrote a stack of ${images} pages without listing them (beyond 4 GB); save it again as an image sequence`,
    );
  const pool = strange.length > 0 ? listed : same;
  const { channels, by } = describedChannels(first.description);
  if (typeof told === 'number') {
    const chosen = pool.length === 1 ? pool : pool.slice(told - 1, told);
    if (chosen.length === 0) throw new Error(`pages=${told} is asked for, but it has ${pool.length} pages`);
    if (pool.length > 1) notices.push(`page ${told} of ${pool.length} was read`);
    return { pages: chosen, notices };
  }
  if (channels > 1 && pool.length > 1 && told !== 'samples')
    throw new Error(
      `its ${pool.length} pages are ${channels} channels (${by}); type -p pages=1 for the first channel, 2 … ${channels} for another one, or -p pages=samples if every page is an image`,
    );
  return { pages: pool, notices };
}

/** Whether a page is a smaller copy: the same shape to within a few pixels. */
function isCopy(page: TiffPage, largest: TiffPage): boolean {
  const scale = Math.sqrt((page.height * page.width) / (largest.height * largest.width));
  if (scale >= 0.9) return false;
  const off = (a: number, b: number): boolean => Math.abs(a - b * scale) <= Math.max(2, 0.05 * b * scale);
  return off(page.height, largest.height) && off(page.width, largest.width);
}

async function decodePage(
  bytes: Buffer,
  page: TiffPage,
  told: 'samples' | number | undefined,
): Promise<{ picture: Picture; notice: string | null }> {
  const { samples, bits, format, photometric, extra } = page;
  if (!page.whole) throw new Error('the file cannot be decoded (it is cut off: pixels lie beyond its end)');
  const colours = photometric === 2 || photometric === 6 ? 3 : photometric === 5 ? 4 : 1;
  const alpha = samples === colours + 1 && extra[0] !== undefined && extra[0] !== 0;
  const plain =
    (format === 1 || format === 4) && [1, 8, 16].includes(bits) && !BEYOND_LIBVIPS.includes(page.compression);
  if (photometric === 3 && samples === 1) return { picture: await palettePage(page), notice: null };
  if (colours === 1 && samples > 1 && !alpha && !(samples === 2 && extra[0] === undefined)) {
    if (typeof told !== 'number' || told > samples)
      throw new Error(
        `its pixels have ${samples} samples that are neither colours nor alpha (channels, perhaps); type -p pages=1 for the first, 2 … ${samples} for another one`,
      );
    return { picture: await rawPage(page, [told - 1]), notice: `channel ${told} of ${samples} was read` };
  }
  const dropped = samples - colours - (alpha ? 1 : 0);
  const notice =
    photometric === 0 && (format === 1 || format === 4)
      ? 'its TIFF is stored with 0 as white: read as it is shown, black is 0'
      : dropped > 0 && colours >= 3 && photometric !== 5
        ? `${dropped} extra ${dropped === 1 ? 'sample' : 'samples'} a pixel beside the colours ${dropped === 1 ? 'was' : 'were'} left out`
        : null;
  if (!plain || (notice !== null && photometric === 2)) {
    if (photometric > 2)
      throw new Error(
        `TIFF pixels of ${bits} bits with photometric interpretation ${photometric} are not read; save it as RGB or grey`,
      );
    const keep = colours + (alpha ? 1 : 0);
    return {
      picture: await rawPage(
        page,
        Array.from({ length: keep }, (_, i) => i),
      ),
      notice,
    };
  }
  const picture = await decodeByLibvips(bytes, 'tiff', page.index);
  return { picture: JPEG.includes(page.compression) ? { ...picture, lossy: true } : picture, notice };
}

const KINDS: readonly (readonly [(samples: Samples) => boolean, SampleKind])[] = [
  [(samples) => samples instanceof Uint8Array, 'uint8'],
  [(samples) => samples instanceof Int8Array, 'int8'],
  [(samples) => samples instanceof Uint16Array, 'uint16'],
  [(samples) => samples instanceof Int16Array, 'int16'],
  [(samples) => samples instanceof Uint32Array, 'uint32'],
  [(samples) => samples instanceof Int32Array, 'int32'],
  [(samples) => samples instanceof Float32Array, 'float32'],
  [(samples) => samples instanceof Float64Array, 'float64'],
];

/** Samples as numbers, for the kinds of TIFF that libvips would bring to 8 bits. White-is-zero is turned round. */
async function rawPage(page: TiffPage, keep: readonly number[]): Promise<Picture> {
  const { height, width, bits, photometric, format } = page;
  if (format > 4) throw new Error('complex numbers are not read; save the magnitude as float32');
  if (bits === 64 && format !== 3) throw new Error('64-bit integers are not read; save it with 32 bits');
  const read = await page.image.readRasters({ interleave: true, samples: [...keep] }).catch(unreadable);
  const data = read as Samples;
  const kind = KINDS.find(([is]) => is(data))?.[1];
  if (!kind) throw new Error(`TIFF samples of ${bits} bits are not read; save it with 8 or 16 bits`);
  if (photometric === 0 && format === 1) {
    const top = 2 ** bits - 1;
    for (let i = 0; i < data.length; i += 1) data[i] = top - data[i]!;
  }
  const picture = {
    height,
    width,
    channels: keep.length as Picture['channels'],
    kind,
    bits,
    orientation: orientationOf(page),
    lossy: false,
  };
  if (bits >= 8 || format !== 1 || keep.length > 1) return { ...picture, data };
  const spread = Uint8Array.from(data, (value) => Math.round((value * 255) / (2 ** bits - 1)));
  return { ...picture, data: spread, indices: Uint8Array.from(data) };
}

async function palettePage(page: TiffPage): Promise<Picture> {
  const { height, width, bits } = page;
  if (bits > 8) throw new Error(`a palette of ${bits} bits is not read; save it as RGB`);
  const indices = Uint8Array.from(
    (await page.image.readRasters({ interleave: true }).catch(unreadable)) as Uint8Array,
  );
  const map = Array.from((await page.image.fileDirectory.loadValue('ColorMap')) as ArrayLike<number>);
  const entries = map.length / 3;
  // Levels of 16 bits; some programs write 8-bit levels.
  const shift = map.some((level) => level > 255) ? 8 : 0;
  const palette = new Uint8Array(entries * 3);
  for (let i = 0; i < entries; i += 1)
    for (let c = 0; c < 3; c += 1) palette[i * 3 + c] = map[c * entries + i]! >> shift;
  const data = new Uint8Array(indices.length * 3);
  for (let i = 0; i < indices.length; i += 1)
    for (let c = 0; c < 3; c += 1) data[i * 3 + c] = palette[indices[i]! * 3 + c] ?? 0;
  return {
    height,
    width,
    channels: 3,
    kind: 'uint8',
    bits,
    data,
    indices,
    palette,
    orientation: orientationOf(page),
    lossy: false,
  };
}

function orientationOf({ orientation }: TiffPage): Orientation {
  return (orientation >= 1 && orientation <= 8 ? orientation : 1) as Orientation;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
