/** Formats that are told apart by a file's first bytes. */
export type PictureFormat = 'png' | 'jpeg' | 'tiff' | 'webp' | 'gif' | 'bmp' | 'npy';

/** The format of a picture file, from its first bytes; throws one line that names what it is instead. */
export function pictureFormat(bytes: Buffer): PictureFormat {
  const text = bytes.toString('latin1', 0, 32);
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^(?:II[*+]\0|MM\0[*+])/.test(text)) return 'tiff';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  if (/^GIF8[79]a/.test(text)) return 'gif';
  if (text.startsWith('\x93NUMPY')) return 'npy';
  if (text.startsWith('BM') && bytes.length >= 26) return 'bmp';
  throw new Error(`the file is no picture that is read: ${otherFormat(bytes, text)}`);
}

function otherFormat(bytes: Buffer, text: string): string {
  const known: readonly (readonly [RegExp, string])[] = [
    [/^PK/, 'a ZIP archive (an .npz, perhaps): unpack it first'],
    [/^\x89HDF/, 'HDF5: save its images as .tif or .npy'],
    [/^.{4}ftyp(?:hei|mif|avi)/s, 'HEIF or AVIF: convert it to .png or .jpg'],
    [/^.{4}jP {2}/s, 'JPEG 2000: convert it to .png or .tif'],
    [/^P[1-7]\s/, 'Netpbm: convert it to .png'],
    [/^8BPS/, 'Photoshop: convert it to .png or .tif'],
    [/^%PDF/, 'PDF: convert its pictures to .png'],
    [/^version https:\/\/git-lfs/, 'a Git LFS pointer: fetch the file with git lfs pull'],
    [/^\s*<(?:!doctype html|html)/i, 'a web page: download the picture again'],
    [/^\s*(?:<\?xml|<svg)/i, 'XML or SVG: convert it to .png'],
    [/^\s*[{[]/, 'JSON: draw its outlines into mask pictures (.png)'],
  ];
  const found = known.find(([pattern]) => pattern.test(text))?.[1];
  return (
    found ??
    `its first bytes are ${bytes.toString('hex', 0, 8)}; allowed: PNG, JPEG, TIFF, WebP, GIF, BMP, NPY`
  );
}
