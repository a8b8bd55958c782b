import { relative, sep } from 'node:path';
import { pictureStem } from '../../data';

/**
 * A name for the outputs of every image file, unique without regard to case: its stem, or its path below the folder where
 * several files have one stem, with the ending where even these agree. Signs that a file system or a shell may not take
 * become `_`.
 */
export function outputNames(files: readonly string[], root: string): Map<string, string> {
  const ways: ((file: string) => string)[] = [
    (file) => pictureStem(file.slice(file.lastIndexOf(sep) + 1)),
    (file) => pictureStem(relative(root, file)),
    (file) => relative(root, file),
  ];
  const names = new Map<string, string>();
  let open = [...files];
  const used = new Set<string>();
  for (const way of ways) {
    const proposed = open.map((file) => ({ file, name: plain(way(file)) }));
    const times = new Map<string, number>();
    for (const { name } of proposed) times.set(folded(name), (times.get(folded(name)) ?? 0) + 1);
    for (const { file, name } of proposed)
      if (times.get(folded(name)) === 1 && !used.has(folded(name))) names.set(file, name);
    for (const { file, name } of proposed) if (names.get(file) === name) used.add(folded(name));
    open = open.filter((file) => !names.has(file));
  }
  open.forEach((file, i) => names.set(file, `${plain(relative(root, file))}-${i + 1}`));
  return names;
}

const folded = (name: string): string => name.toLowerCase();

function plain(text: string): string {
  const name = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_')
    .replace(/^[.-]+/, '_')
    .slice(0, 120);
  return name === '' ? '_' : name;
}
