import type { Json } from '../../values';

/**
 * Newer clients write an image or a histogram as several items (`hist._type`, `hist.values`, `hist.bins`). This puts
 * them together again as one value, so that they are recognised as what they are. Everything else stays as it is.
 */
export function regroupMedia(entries: readonly (readonly [string, Json])[]): (readonly [string, Json])[] {
  const media = new Map<string, Record<string, Json>>();
  for (const [key] of entries) {
    if (key.endsWith('._type')) media.set(key.slice(0, -'._type'.length), {});
  }
  if (media.size === 0) return [...entries];
  const rest: (readonly [string, Json])[] = [];
  for (const entry of entries) {
    const [key, value] = entry;
    const owner = ownerOf(key, media);
    if (owner === undefined) rest.push(entry);
    else media.get(owner)![key.slice(owner.length + 1)] = value;
  }
  return [...rest, ...media];
}

function ownerOf(key: string, media: ReadonlyMap<string, unknown>): string | undefined {
  for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
    const prefix = key.slice(0, dot);
    if (media.has(prefix)) return prefix;
  }
  return undefined;
}
