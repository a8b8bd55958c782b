import { crc32 } from './crc32';

/** `:W&B`, the magic number, version 0. */
export const fileHeader = Uint8Array.of(0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00);
export const blockSize = 32 * 1024;
export const chunkHeaderSize = 7;
export const ChunkType = { full: 1, first: 2, middle: 3, last: 4 } as const;

/** The records of a `.wandb` file that could be read, and what could not. */
export interface LogReading {
  readonly records: readonly Uint8Array[];
  readonly notices: readonly string[];
}

/**
 * Takes a `.wandb` file apart: a log in LevelDB's format, blocks of 32 KiB holding chunks with a checksum, a record
 * being one chunk or several. A damaged chunk costs the rest of its block, a cut tail the last record; whatever else
 * stands in the file is read. Never throws for damage.
 */
export function readChunks(bytes: Uint8Array): LogReading {
  if (bytes.length === 0) return { records: [], notices: ['the .wandb file is empty (0 bytes)'] };
  if (!fileHeader.every((byte, i) => bytes[i] === byte || i >= bytes.length)) {
    return {
      records: [],
      notices: ["the .wandb file does not begin with W&B's header: nothing was read from it"],
    };
  }
  if (bytes.length <= fileHeader.length) {
    return { records: [], notices: ['the .wandb file holds a header and no record'] };
  }
  return readBlocks(bytes);
}

function readBlocks(bytes: Uint8Array): LogReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  let damaged = 0;
  let cutAt = -1;
  let at = fileHeader.length;
  const drop = (): void => {
    parts = [];
  };
  while (at < bytes.length) {
    const blockEnd = (Math.floor(at / blockSize) + 1) * blockSize;
    if (blockEnd - at < chunkHeaderSize) {
      at = blockEnd; // the tail of a block that cannot hold a chunk's header is padding
      continue;
    }
    if (at + chunkHeaderSize > bytes.length) {
      cutAt = at;
      break;
    }
    const checksum = view.getUint32(at, true);
    const length = view.getUint16(at + 4, true);
    const type = bytes[at + 6]!;
    const end = at + chunkHeaderSize + length;
    if (end <= blockEnd && end > bytes.length) {
      cutAt = at;
      break;
    }
    if (end > blockEnd || crc32(bytes, at + 6, end) !== checksum || type < 1 || type > 4) {
      damaged += 1;
      drop();
      at = blockEnd;
      continue;
    }
    const data = bytes.subarray(at + chunkHeaderSize, end);
    if (type === ChunkType.full) {
      drop();
      records.push(data);
    } else if (type === ChunkType.first) {
      parts = [data];
    } else if (parts.length > 0) {
      parts.push(data);
      if (type === ChunkType.last) {
        records.push(Buffer.concat(parts));
        drop();
      }
    } // else: the record's beginning was in a damaged block, which is already counted
    at = end;
  }
  if (cutAt < 0 && parts.length > 0) cutAt = bytes.length;
  return { records, notices: damageNotices(bytes.length, damaged, cutAt, records.length) };
}

function damageNotices(size: number, damaged: number, cutAt: number, records: number): string[] {
  const notices: string[] = [];
  if (damaged > 0) {
    notices.push(
      `${damaged} ${damaged === 1 ? 'block' : 'blocks'} of the .wandb file failed the checksum: the records in ` +
        `the rest of each are lost, ${records} others were read`,
    );
  }
  if (cutAt >= 0) {
    const lost = size - cutAt;
    notices.push(
      `the .wandb file ends in the middle of a record (${lost > 0 ? `${lost} bytes` : 'its last part'} left over): ` +
        `the ${records} whole records before it were read`,
    );
  }
  return notices;
}
