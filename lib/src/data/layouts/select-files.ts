import { posix } from 'node:path';
import type { Side } from './join-pairs';

/**
 * The files in a folder, or those that a pattern fits: `*` and `?` within a name, `**` over folders. Where a pattern
 * names folders, their files count; what the stars stood for tells files of several folders apart.
 */
export function selectFiles(files: readonly string[], pattern: string): Side[] {
  const wanted = posix.normalize(pattern.replaceAll('\\', '/')).replace(/\/+$/, '');
  if (wanted === '.' || wanted === '')
    return files.filter((file) => !file.startsWith('../')).map((file) => ({ file, sub: folder(file) }));
  const last = wanted.lastIndexOf('/');
  const inFolder = new RegExp(`^${source(wanted, true)}/(?<below>.*)$`, 'u');
  // In the name of a file a star stands for nothing that tells folders apart.
  const asFile = new RegExp(
    `^${source(wanted.slice(0, last + 1), true)}${source(wanted.slice(last + 1), false)}$`,
    'u',
  );
  return files.flatMap((file): Side[] => {
    const below = inFolder.exec(file);
    const found = below ?? asFile.exec(file);
    if (!found) return [];
    const stars = below ? [...found.slice(1, -1), folder(below.groups!.below!)] : found.slice(1);
    return [{ file, sub: stars.filter((part) => part !== '').join('/') }];
  });
}

/** The part of a pattern before its first star: the folder that has to be listed. */
export function fixedPart(pattern: string): string {
  const parts = pattern.split(/[\\/]/);
  const star = parts.findIndex((part) => /[*?]/.test(part));
  return star < 0 ? pattern : parts.slice(0, star).join('/') || '.';
}

function source(pattern: string, capture: boolean): string {
  const [open, close] = capture ? ['(', ')'] : ['(?:', ')'];
  return pattern
    .split('/')
    .map((part) =>
      part === '**'
        ? `${open}.*?${close}`
        : part
            .replace(/[.+^${}()|[\]\\]/g, '\\$&')
            .replaceAll('?', '[^/]')
            .replaceAll('*', `${open}[^/]*${close}`),
    )
    .join('/');
}

function folder(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
