import { createHash } from 'node:crypto';
import ts from 'typescript';
import { codeCells, type RawNotebook, type RawOutput } from './raw-notebook';

/** Sixteen hexadecimal digits that change with the text. */
export const digest = (text: string | Buffer): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

/** What is run of TypeScript: without comments, types and layout. */
export const plainCode = (source: string): string =>
  ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
  }).outputText;

/** What a notebook runs and what it was given, as digests; a changed comment changes neither. */
export function codeDigests(notebook: RawNotebook): { readonly code: string; readonly parameters: string } {
  const of = (wanted: boolean): string =>
    digest(
      codeCells(notebook)
        .filter(({ parameters }) => parameters === wanted)
        .map(({ source }) => plainCode(source))
        .join('\n'),
    );
  return { code: of(false), parameters: of(true) };
}

/** The outputs of a notebook as a digest that does not depend on how its file splits text into lines. */
export function outputsDigest({ cells }: RawNotebook): string {
  const joined = (value: unknown): unknown =>
    Array.isArray(value) && value.every((part) => typeof part === 'string') ? value.join('') : value;
  const plain = ({ output_type: type, name, text, data = {} }: RawOutput): unknown => [
    type,
    name,
    joined(text),
    Object.entries(data)
      .map(([form, value]) => [form, joined(value)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ];
  return digest(JSON.stringify(cells.map(({ outputs = [] }) => outputs.map(plain))));
}
