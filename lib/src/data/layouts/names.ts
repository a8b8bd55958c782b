/** What a file's name says: its ending, its stem, and whether it is an operating system's litter. */

/** Endings of several parts, which count as one. */
const DOUBLE = ['.ome.tif', '.ome.tiff', '.ome.zarr', '.nii.gz', '.tar.gz', '.csv.gz'] as const;

/** Files and folders that systems and tools leave behind, in lower case; names that begin with a dot are litter too. */
const LITTER = new Set(['thumbs.db', 'ehthumbs.db', 'desktop.ini', 'icon\r', '__macosx', '$recycle.bin']);

/** The ending of a path in lower case, with its dot; `.ome.tif` and `.nii.gz` are one. Empty where there is none. */
export function endingOf(path: string): string {
  const name = baseName(path).toLowerCase();
  const double = DOUBLE.find((ending) => name.endsWith(ending) && name.length > ending.length);
  if (double !== undefined) return double;
  const dot = name.lastIndexOf('.');
  return dot > 0 && dot < name.length - 1 ? name.slice(dot) : '';
}

/** The name without folder and ending. */
export function stemOf(path: string): string {
  const name = baseName(path);
  return name.slice(0, name.length - endingOf(path).length);
}

/** The folder of a path that is written with `/`; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Equal for names that differ only in case or in their Unicode normal form. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Whether a file or folder is nobody's data: hidden, or left behind by a system. */
export function isLitter(name: string): boolean {
  return name.startsWith('.') || LITTER.has(name.toLowerCase());
}

/** The last part of a path that is written with `/`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
