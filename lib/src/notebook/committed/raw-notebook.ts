import { readFileSync } from 'node:fs';

/** An output as the file holds it. */
export interface RawOutput {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

export interface RawCell {
  readonly cell_type: string;
  readonly id?: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly tags?: readonly string[] };
  readonly source: string | readonly string[];
  readonly outputs?: readonly RawOutput[];
  readonly execution_count?: number | null;
}

/** A notebook file as it is written, with all that it holds. */
export interface RawNotebook {
  readonly cells: readonly RawCell[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

export const readRaw = (path: string): RawNotebook => JSON.parse(readFileSync(path, 'utf8')) as RawNotebook;

export const sourceOf = ({ source }: RawCell): string =>
  typeof source === 'string' ? source : source.join('');

/** Code cells as text, with whether it is the one of the parameters; what a runner put in is left out. */
export const codeCells = ({
  cells,
}: RawNotebook): { readonly source: string; readonly parameters: boolean }[] =>
  cells
    .filter(
      ({ cell_type: type, metadata }) =>
        type === 'code' && metadata.tags?.includes('injected-parameters') !== true,
    )
    .map((cell) => ({
      source: sourceOf(cell),
      parameters: cell.metadata.tags?.includes('parameters') === true,
    }));
