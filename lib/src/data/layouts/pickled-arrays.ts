import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PassedOver } from './layout';
import type { Listing } from './listing';

/**
 * Parts `.npy` files of pickled Python objects, such as Cellpose's `x_seg.npy`, from those of numbers: by their names
 * they look like masks, and no picture is in them.
 */
export async function withoutPickled(
  listing: Listing,
): Promise<{ readonly listing: Listing; readonly passedOver: readonly PassedOver[] }> {
  const pickled = new Set<string>();
  for (const file of listing.files)
    if (file.toLowerCase().endsWith('.npy') && (await isPickled(join(listing.root, file)))) pickled.add(file);
  if (pickled.size === 0) return { listing, passedOver: [] };
  return {
    listing: { ...listing, files: listing.files.filter((file) => !pickled.has(file)) },
    passedOver: [
      {
        what: '.npy of Python objects',
        count: pickled.size,
        advice: "no pictures; Cellpose's masks: save them as .png or .tif",
      },
    ],
  };
}

async function isPickled(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(128), 0, 128, 0);
    const start = buffer.toString('latin1', 0, bytesRead);
    return start.startsWith('\x93NUMPY') && /'descr': *'[|<>=]?O/.test(start);
  } finally {
    await file.close();
  }
}
