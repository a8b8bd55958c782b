import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { deflateSync, inflateSync } from 'node:zlib';
import { writeWhole } from '../../files';
import type { Picture, PictureFile } from '../pictures/picture';
import { samplesOf } from '../stored/read-samples';
import type { ImageSource, InFile } from '../stored/image-source';

const FORMAT = 'unetlab-pictures-1';

interface Part {
  readonly offset: number;
  readonly bytes: number;
  readonly deflated: boolean;
  /** SHA-256 of the bytes as they stand in the file. */
  readonly sum: string;
}

interface Head {
  readonly format: string;
  readonly file: Pick<PictureFile, 'format' | 'notices'>;
  readonly pages: readonly (Omit<Picture, 'data' | 'indices' | 'palette'> & {
    readonly data: Part;
    readonly indices?: Part;
    readonly palette?: readonly number[];
  })[];
}

const places = new WeakMap<Picture, InFile>();

/** Where a picture that was read from the cache lies, so that it can be read again without being kept; null elsewhere. */
export function placeOf(picture: Picture): InFile | null {
  return places.get(picture) ?? null;
}

/**
 * Keeps the pictures of a file as bytes, whole or not at all: two processes may write the same, and one that is killed leaves
 * no half.
 *
 * @param deflated for masks, which shrink to a hundredth; images stay as they are, so that a part of them can be read
 */
export function writePictureFile(path: string, file: PictureFile, deflated: boolean): void {
  const parts: Uint8Array[] = [];
  let at = 0;
  const add = (samples: Picture['data'], small: boolean): Part => {
    const raw = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    const bytes = small ? deflateSync(raw, { level: 1 }) : raw;
    const part = { offset: at, bytes: bytes.length, deflated: small, sum: sumOf(bytes) };
    parts.push(bytes, new Uint8Array(padding(bytes.length)));
    at += bytes.length + padding(bytes.length);
    return part;
  };
  const head: Head = {
    format: FORMAT,
    file: { format: file.format, notices: file.notices },
    pages: file.pages.map(({ data, indices, palette, ...rest }) => ({
      ...rest,
      data: add(data, deflated),
      ...(indices && { indices: add(indices, true) }),
      ...(palette && { palette: [...palette] }),
    })),
  };
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(8);
  length.writeUInt32LE(text.length);
  writeWhole(path, [length, text, new Uint8Array(padding(text.length)), ...parts]);
}

/** The pictures that {@link writePictureFile} kept; null where there are none, or damaged ones. */
export function readPictureFile(path: string): PictureFile | null {
  try {
    const bytes = readFileSync(path);
    const long = bytes.readUInt32LE(0);
    const head = JSON.parse(bytes.toString('utf8', 8, 8 + long)) as Head;
    if (head.format !== FORMAT) return null;
    const base = 8 + long + padding(long);
    const part = ({ offset, bytes: count, deflated, sum }: Part): Uint8Array => {
      const found = bytes.subarray(base + offset, base + offset + count);
      if (found.length !== count || sumOf(found) !== sum) throw new Error('damaged');
      const raw = deflated ? inflateSync(found, { chunkSize: 2 ** 20 }) : found;
      return raw.byteOffset % 8 === 0 ? raw : Uint8Array.from(raw);
    };
    const pages = head.pages.map(({ data, indices, palette, ...rest }) => {
      const picture: Picture = {
        ...rest,
        data: samplesOf(rest.kind, part(data)),
        ...(indices && { indices: Uint8Array.from(part(indices)) }),
        ...(palette && { palette: Uint8Array.from(palette) }),
      };
      const { offset, bytes: count, sum, deflated } = data;
      if (!deflated) {
        const checked = new Uint8Array(new SharedArrayBuffer(1)).fill(1);
        places.set(picture, { path, offset: base + offset, bytes: count, sum, checked });
      }
      return picture;
    });
    return { ...head.file, pages };
  } catch {
    return null;
  }
}

/** The source of the only picture of a file, of float32 intensities in [0, 1]; null where there is no such file, or a part of one. */
export function floatSource(path: string): ImageSource | null {
  try {
    const file = openSync(path, 'r');
    try {
      const start = Buffer.alloc(4096); // a head of one page is far shorter
      readSync(file, start, 0, start.length, 0);
      const long = start.readUInt32LE(0);
      const head = JSON.parse(start.toString('utf8', 8, 8 + long)) as Head;
      const { height, width, channels, data } = head.pages[0]!;
      const offset = 8 + long + padding(long) + data.offset;
      if (head.format !== FORMAT || fstatSync(file).size < offset + data.bytes) return null;
      const checked = new Uint8Array(new SharedArrayBuffer(1));
      return {
        at: { path, offset, bytes: data.bytes, sum: data.sum, checked },
        height,
        width,
        stored: channels,
        kind: 'float32',
        orientation: 1,
        range: null,
        channels: channels as 1 | 3,
        conversions: [],
        window: null,
      };
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

function padding(length: number): number {
  return (8 - (length % 8)) % 8;
}

function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
