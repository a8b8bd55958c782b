import type { SampleKind } from './picture';

/** A kind of sample in words: `16-bit`, `signed 16-bit`, `32-bit float`. */
export function kindText(kind: SampleKind): string {
  const bits = /\d+/.exec(kind)![0];
  if (kind.startsWith('uint')) return `${bits}-bit`;
  return kind.startsWith('int') ? `signed ${bits}-bit` : `${bits}-bit float`;
}
