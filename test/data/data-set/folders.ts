import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { encodePng } from 'unetlab/data';
import { Random } from 'unetlab/random';

export const SIDE = 48;

/** A scene of dark discs on a bright, noisy ground, with its mask and how many pixels and discs it has. */
export interface Scene {
  readonly image: Uint8Array;
  readonly mask: Uint8Array;
  readonly labels: Uint8Array;
  readonly foreground: number;
  readonly discs: number;
}

/** Draws a scene; discs keep apart, so that every one is an object. */
export function scene(seed: number, discs = 3): Scene {
  const random = new Random(seed);
  const image = Uint8Array.from({ length: SIDE * SIDE }, () => 170 + Math.round(6 * random.normal()));
  const labels = new Uint8Array(SIDE * SIDE);
  for (let n = 1; n <= discs; n += 1) {
    const [cx, cy] = [
      6 + Math.floor(((SIDE - 12) * (n - 0.5)) / discs),
      Math.round(random.between(7, SIDE - 8)),
    ];
    const radius = Math.min(4, (SIDE - 12) / discs / 2 - 1);
    for (let i = 0; i < labels.length; i += 1)
      if (Math.hypot((i % SIDE) - cx, Math.floor(i / SIDE) - cy) <= radius) [labels[i], image[i]] = [n, 60];
  }
  const mask = labels.map((label) => (label > 0 ? 255 : 0));
  return { image, mask, labels, foreground: mask.filter((value) => value > 0).length, discs };
}

/** A grey PNG of the test's size. */
export async function png(data: Uint8Array, size: readonly [number, number] = [SIDE, SIDE]): Promise<Buffer> {
  return encodePng({ width: size[0], height: size[1], channels: 1, data });
}

/** Pages as one TIFF. */
export async function tiffStack(pages: readonly Uint8Array[]): Promise<Buffer> {
  const raw = { width: SIDE, height: SIDE * pages.length, channels: 1 as const, pageHeight: SIDE };
  return sharp(Buffer.concat(pages.map((page) => Buffer.from(page))), { raw })
    .toColourspace('b-w')
    .tiff({ compression: 'none' })
    .toBuffer();
}

/** Writes files below a folder; a name's ending says nothing of what it holds. */
export async function writeFiles(
  dir: string,
  files: Readonly<Record<string, Buffer | string>>,
): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  return dir;
}
