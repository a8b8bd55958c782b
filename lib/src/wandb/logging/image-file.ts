import { createHash } from 'node:crypto';
import type { Json } from '../../values';
import type { LoggedImage } from './run-description';

/** An image as a history refers to it, and where its file goes. */
export interface ImageFile {
  readonly key: string;
  /** Path within the run's files. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The value in the history. */
  readonly reference: Record<string, Json>;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Names an image's file as W&B does and makes the reference to it. Throws where the bytes are no PNG. */
export function imageFile({ key, png, caption }: LoggedImage, step: number): ImageFile {
  if (png.length < 24 || !signature.every((byte, i) => png[i] === byte)) {
    throw new Error(
      `image "${key}" is no PNG: it begins with ${Buffer.from(png.subarray(0, 8)).toString('hex')}`,
    );
  }
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const sha256 = createHash('sha256').update(png).digest('hex');
  const path = `media/images/${key.replace(/[^\w.-]+/g, '_')}_${step}_${sha256.slice(0, 20)}.png`;
  return {
    key,
    path,
    bytes: png,
    reference: {
      _type: 'image-file',
      format: 'png',
      path,
      sha256,
      size: png.length,
      width: view.getUint32(16),
      height: view.getUint32(20),
      ...(caption === undefined ? {} : { caption }),
    },
  };
}
