import { endingOf, folderOf } from './names';

/**
 * Says what a folder holds: `8 folders, each with images/ and masks/`, or `cells/ with 10 .png, notes/ with 2 .txt`.
 */
export function describeFolders(files: readonly string[]): string {
  if (files.length === 0) return 'an empty folder';
  const tops = new Map<string, Set<string>>();
  for (const file of files) {
    const parts = file.split('/');
    if (parts.length < 3) continue;
    const inner = tops.get(parts[0]!) ?? new Set();
    tops.set(parts[0]!, inner.add(parts[1]!));
  }
  const alike = new Set([...tops.values()].map((inner) => [...inner].sort().join('/ and ')));
  if (tops.size > 2 && alike.size === 1) {
    const [inner] = alike;
    const names = [...tops.keys()].sort();
    if (inner!.split('/ and ').length <= 4)
      return `${tops.size} folders, each with ${inner!}/ (${some(names)})`;
  }
  const folders = new Map<string, Map<string, number>>();
  for (const file of files) {
    const endings = folders.get(folderOf(file)) ?? new Map<string, number>();
    const ending = endingOf(file) || 'without ending';
    folders.set(folderOf(file), endings.set(ending, (endings.get(ending) ?? 0) + 1));
  }
  const texts = [...folders].map(([folder, endings]) => {
    const counts = [...endings].sort((a, b) => b[1] - a[1]).map(([ending, count]) => `${count} ${ending}`);
    return `${folder === '' ? 'the folder itself' : `${folder}/`} with ${counts.slice(0, 4).join(' and ')}`;
  });
  const shown = texts.slice(0, 6).join(', ');
  return texts.length > 6 ? `${shown}, and ${texts.length - 6} more folders` : shown;
}

function some(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} … ${names.at(-1)!}` : names.join(', ');
}
