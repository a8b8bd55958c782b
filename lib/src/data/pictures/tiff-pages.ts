// Loaded when the first TIFF comes: it is large.
const openTiff = async (bytes: Buffer) =>
  (await import('geotiff')).fromArrayBuffer(Uint8Array.from(bytes).buffer);

/** An image of a TIFF file that its samples can be read from. */
export type TiffImage = Awaited<ReturnType<Awaited<ReturnType<typeof openTiff>>['getImage']>>;

/** One image of a TIFF file, as its tags describe it. */
export interface TiffPage {
  /** Position in the file's chain of images, from 0. */
  readonly index: number;
  readonly height: number;
  readonly width: number;
  readonly samples: number;
  readonly bits: number;
  /** 1 unsigned, 2 signed, 3 float. */
  readonly format: number;
  /** 0 white is zero, 1 black is zero, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr … */
  readonly photometric: number;
  /** 0 unspecified, 1 alpha (premultiplied), 2 alpha; one a sample beyond grey or colour. */
  readonly extra: readonly number[];
  readonly compression: number;
  readonly orientation: number;
  /** A smaller copy of another page. */
  readonly reduced: boolean;
  /** Marks which pixels of another page are transparent. */
  readonly transparency: boolean;
  /** Smaller copies that hang below this page. */
  readonly below: number;
  readonly description: string;
  /** Whether all of its pixels lie within the file; libtiff reads what is missing as black. */
  readonly whole: boolean;
  readonly image: TiffImage;
}

/** Reads the tags of every page of a TIFF file. */
export async function tiffPages(bytes: Buffer): Promise<TiffPage[]> {
  return pagesOf(await openTiff(bytes), bytes.length);
}

/** As {@link tiffPages}, of a file that is not read into memory; `close` it when nothing more is read. */
export async function fileTiffPages(
  path: string,
  length: number,
): Promise<{ readonly pages: TiffPage[]; readonly close: () => Promise<void> }> {
  const tiff = await (await import('geotiff')).fromFile(path);
  const close = async (): Promise<void> => {
    await tiff.close();
  };
  return { pages: await pagesOf(tiff, length), close };
}

async function pagesOf(tiff: Awaited<ReturnType<typeof openTiff>>, length: number): Promise<TiffPage[]> {
  const count = await tiff.getImageCount();
  const pages: TiffPage[] = [];
  for (let index = 0; index < count; index += 1)
    pages.push(await describe(index, await tiff.getImage(index), length));
  return pages;
}

async function describe(index: number, image: TiffImage, length: number): Promise<TiffPage> {
  const tags = image.fileDirectory;
  const read = async (tag: number): Promise<unknown> =>
    tags.hasTag(tag) ? ((await tags.loadValue(tag)) as unknown) : undefined;
  const number = async (tag: number, otherwise: number): Promise<number> =>
    list(await read(tag))[0] ?? otherwise;
  const [type, oldType] = [await number(254, 0), await number(255, 1)];
  const description = await read(270);
  const [offsets, counts] = [
    list((await read(324)) ?? (await read(273))),
    list((await read(325)) ?? (await read(279))),
  ];
  return {
    index,
    height: image.getHeight(),
    width: image.getWidth(),
    samples: image.getSamplesPerPixel(),
    bits: await number(258, 1),
    format: await number(339, 1),
    photometric: await number(262, 1),
    extra: list(await read(338)),
    compression: await number(259, 1),
    orientation: await number(274, 1),
    reduced: (type & 1) === 1 || oldType === 2,
    transparency: (type & 4) === 4,
    below: list(await read(330)).length,
    description: typeof description === 'string' ? description : '',
    whole: offsets.every((offset, i) => offset + (counts[i] ?? 0) <= length),
    image,
  };
}

function list(value: unknown): number[] {
  if (typeof value === 'number' || typeof value === 'bigint') return [Number(value)];
  if (Array.isArray(value)) return value.map(Number);
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number | bigint>, Number) : [];
}

/** How many channels a TIFF's own description says that its pages are: ImageJ's text or OME-XML; 1 where it says none. */
export function describedChannels(description: string): { readonly channels: number; readonly by: string } {
  if (description.startsWith('ImageJ='))
    return { channels: Number(/^channels=(\d+)/m.exec(description)?.[1] ?? 1), by: 'ImageJ' };
  const pixels = /<(?:\w+:)?Pixels\b[^>]*>/.exec(description)?.[0];
  if (pixels === undefined) return { channels: 1, by: '' };
  const size = Number(/\bSizeC="(\d+)"/.exec(pixels)?.[1] ?? 1);
  // Colour samples of one page are counted in SizeC as well.
  const samples = Number(/<(?:\w+:)?Channel\b[^>]*\bSamplesPerPixel="(\d+)"/.exec(description)?.[1] ?? 1);
  return { channels: Math.max(1, Math.round(size / samples)), by: 'OME-XML' };
}

/** How many pages ImageJ says that the file has; it writes stacks beyond 4 GB as one page with the others unlisted. */
export function describedImages(description: string): number {
  return description.startsWith('ImageJ=') ? Number(/^images=(\d+)/m.exec(description)?.[1] ?? 1) : 1;
}
