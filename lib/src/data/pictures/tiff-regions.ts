import { open, stat } from 'node:fs/promises';
import type { Picture, SampleKind, Samples } from './picture';
import { fileTiffPages } from './tiff-pages';

/** A TIFF that is read a part at a time. */
export interface TiffRegions {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Rows `top` to `top + count`, over the whole width, as a picture of its own. */
  rows(top: number, count: number): Promise<Picture>;
  close(): Promise<void>;
}

/**
 * Opens a TIFF to be read by rows, so that memory is bounded by what is asked for; null for a file that is to be read
 * whole: not larger than `most` pixels, no TIFF, several pages, turned, or with colours that need more than its samples.
 */
export async function tiffRegions(path: string, most: number): Promise<TiffRegions | null> {
  const { size } = await stat(path);
  if (!(await isTiff(path))) return null;
  const { pages, close } = await fileTiffPages(path, size).catch(() => ({ pages: [], close: null }));
  const full = pages.filter(({ reduced, transparency }) => !reduced && !transparency);
  const [page] = full;
  const simple =
    page !== undefined &&
    page.whole &&
    page.height * page.width > most &&
    full.length === 1 &&
    page.orientation === 1 &&
    [8, 16, 32].includes(page.bits) &&
    page.format <= 3 &&
    ((page.photometric <= 1 && page.samples === 1) || (page.photometric === 2 && page.samples >= 3));
  if (!simple) {
    await close?.();
    return null;
  }
  const { height, width, bits, photometric, format } = page;
  const channels = page.samples === 1 ? 1 : 3;
  return {
    height,
    width,
    channels,
    rows: async (top, count) => {
      const data = (await page.image.readRasters({
        interleave: true,
        window: [0, top, width, top + count],
        samples: channels === 1 ? [0] : [0, 1, 2],
      })) as unknown as Samples;
      if (photometric === 0 && format === 1) {
        const largest = 2 ** bits - 1;
        for (let i = 0; i < data.length; i += 1) data[i] = largest - data[i]!;
      }
      const kind = `${format === 3 ? 'float' : format === 2 ? 'int' : 'uint'}${bits}` as SampleKind;
      return { height: count, width, channels, kind, bits, data, orientation: 1, lossy: false };
    },
    close: async () => close?.(),
  };
}

async function isTiff(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(4);
    await file.read(bytes, 0, 4, 0);
    return ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(bytes.toString('latin1'));
  } finally {
    await file.close();
  }
}
