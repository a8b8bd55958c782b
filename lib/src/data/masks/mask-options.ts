import type { MaskPlane } from './mask-meaning';

/** What the reader said about the masks, parsed. */
export interface MasksTold {
  readonly foreground?: ToldForeground;
  /** Values, or colours `0xRRGGBB`, to be ignored. */
  readonly ignore?: readonly number[];
}

export type ToldForeground =
  | { readonly kind: 'values'; readonly values: readonly number[]; readonly plane?: MaskPlane }
  | { readonly kind: 'nonzero'; readonly plane?: MaskPlane }
  | { readonly kind: 'threshold' | 'below'; readonly at?: number; readonly plane?: MaskPlane };

const FORMS =
  'values (1,3), nonzero, threshold, threshold:100, below, below:100, index:8, alpha, or colours (#ff0000)';

/**
 * Parses what the reader typed. `foreground`: values `1,3`; `nonzero`; `threshold` (half of the range) or
 * `threshold:100`; `below` or `below:100` (inverted masks); `index:8` or `index:1,2` (palette indices) and
 * `index:nonzero`; `alpha`; colours `#ff0000,#00ff00`. `ignore`: values or colours. Empty text is nothing said.
 */
export function parseMaskOptions(typed: {
  readonly foreground?: string;
  readonly ignore?: string;
}): MasksTold {
  const foreground = typed.foreground?.trim().toLowerCase() ?? '';
  const ignore = typed.ignore?.trim().toLowerCase() ?? '';
  return {
    ...(foreground !== '' && { foreground: parseForeground(foreground) }),
    ...(ignore !== '' && { ignore: parseIgnore(ignore) }),
  };
}

function parseForeground(text: string): ToldForeground {
  if (text === 'nonzero') return { kind: 'nonzero' };
  if (text === 'alpha') return { kind: 'threshold', plane: 'alpha' };
  const half = /^(threshold|below)(?::(.*))?$/.exec(text);
  if (half) {
    const kind = half[1] as 'threshold' | 'below';
    if (half[2] === undefined) return { kind };
    const at = number(half[2]);
    if (at === null)
      throw new Error(`invalid foreground=${text}; after ${kind}: stands one number (${kind}:100)`);
    return { kind, at };
  }
  if (text === 'index:nonzero') return { kind: 'nonzero', plane: 'index' };
  const index = text.startsWith('index:');
  const values = parseValues(index ? text.slice('index:'.length) : text);
  if (values === null) throw new Error(`invalid foreground=${text}; allowed: ${FORMS}`);
  if (index) return { kind: 'values', values: values.values, plane: 'index' };
  return { kind: 'values', values: values.values, ...(values.colours && { plane: 'colour' as const }) };
}

function parseIgnore(text: string): number[] {
  const values = parseValues(text.replace(/^index:/, ''));
  if (values === null)
    throw new Error(`invalid ignore=${text}; allowed: values (255 or 0,255), or colours (#ffffff)`);
  return values.values;
}

function parseValues(text: string): { values: number[]; colours: boolean } | null {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  const colours = parts.filter((part) => /^#[0-9a-f]{6}$/.test(part)).length;
  if (parts.length === 0 || (colours > 0 && colours < parts.length)) return null;
  const values = parts.map((part) => (colours > 0 ? Number.parseInt(part.slice(1), 16) : number(part)));
  return values.every((value) => value !== null)
    ? { values: [...new Set(values)], colours: colours > 0 }
    : null;
}

function number(text: string): number | null {
  const value = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(value) ? value : null;
}
