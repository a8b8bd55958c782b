import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PictureFile } from '../pictures/picture';
import { readPictures, type ReadPicturesOptions } from '../pictures/read-pictures';
import { cacheKey, fileMark, makeRoom, type Cache } from './cache-folder';
import { readPictureFile, writePictureFile } from './picture-file';

/** Reads the pictures of a file. */
export type ReadPictures = (
  path: string,
  options: ReadPicturesOptions,
  role: 'image' | 'mask',
) => Promise<PictureFile>;

/**
 * Decodes the files of a data set once, although they are looked at twice: first to decide on the set, then to make its
 * samples. What was decoded is kept in memory, and in the cache where it is more than that takes.
 */
export class PictureShelf {
  private readonly kept = new Map<string, { readonly file: PictureFile; readonly role: 'image' | 'mask' }>();
  private bytes = 0;
  private onDisk = false;

  /**
   * @param files that there are to read, to tell from the first how much room all will take
   * @param what the data set, for messages
   */
  constructor(
    private readonly cache: Cache | null,
    private readonly files: number,
    private readonly what: string,
  ) {}

  /** Whether the pictures lie in the cache. */
  get isInCache(): boolean {
    return this.onDisk;
  }

  /** Reads a file and keeps it for {@link take}. */
  readonly read: ReadPictures = async (path, options, role) => {
    const key = this.key(path, options, role);
    const known = this.kept.get(key)?.file ?? this.fromCache(key);
    if (known) return known;
    const file = await readPictures(path, options);
    if (this.onDisk) return this.write(key, file, role);
    this.kept.set(key, { file, role });
    this.bytes += sizeOf(file);
    if (this.cache && this.bytes > this.cache.inMemory) this.moveToDisk(this.cache);
    return file;
  };

  /** Reads a file for the last time. */
  readonly take: ReadPictures = async (path, options, role) => {
    const file = await this.read(path, options, role);
    this.kept.delete(this.key(path, options, role));
    return file;
  };

  private moveToDisk(cache: Cache): void {
    makeRoom(cache, (this.bytes / this.kept.size) * this.files, this.what);
    this.onDisk = true;
    for (const [key, { file, role }] of this.kept) this.write(key, file, role);
    this.kept.clear();
  }

  private write(key: string, file: PictureFile, role: 'image' | 'mask'): PictureFile {
    const path = this.path(key);
    writePictureFile(path, file, role === 'mask');
    const written = readPictureFile(path);
    if (!written) throw new Error(`${path} was written and cannot be read back: is the disk in order?`);
    return written;
  }

  /** A file that was decoded before, by whatever process. */
  private fromCache(key: string): PictureFile | null {
    if (this.cache === null) return null;
    const file = readPictureFile(this.path(key));
    if (file) this.onDisk = true;
    return file;
  }

  private path(key: string): string {
    return join(this.cache!.folder, 'pictures', key.slice(0, 2), `${key}.bin`);
  }

  private key(path: string, { pages }: ReadPicturesOptions, role: 'image' | 'mask'): string {
    const real = safeRealpath(path);
    return cacheKey('picture', sharp.versions, real, fileMark(real), pages ?? null, role);
  }
}

function safeRealpath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // who reads it will say what is wrong
  }
}

function sizeOf({ pages }: PictureFile): number {
  return pages.reduce((sum, { data, indices }) => sum + data.byteLength + (indices?.byteLength ?? 0), 0);
}
