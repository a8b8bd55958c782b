import { checkSum } from './visible-text';

/**
 * A value as the name of a file or folder, without its ending: letters, digits, `.`, `-`, `_` and `~` of it, at most 100 of them,
 * never a way up, a hidden name, or a name that Windows keeps for a device. Where that changed it, a short sum
 * of the whole stands at the end, so that different values have different names.
 */
export function fileName(value: string): string {
  const plain = value
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._~-]+/gu, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.~-]+|[.-]+$/g, '');
  const short = Array.from(plain).slice(0, 60).join('');
  const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(short);
  const name = device || short === '' ? `_${short}` : short;
  return name === value ? name : `${name}-${checkSum(value)}`;
}
