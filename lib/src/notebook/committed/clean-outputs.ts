import sharp from 'sharp';
import { impersonal, type Person } from './impersonal';
import type { RawOutput } from './raw-notebook';

/** Forms of an output that are kept; text forms are made impersonal. */
const textForms = ['text/plain', 'text/html', 'text/markdown'];
const plotly = 'application/vnd.plotly.v1+json';

export interface CleanOptions {
  readonly person: Person;
  /** Longest Plotly JSON that is kept beside its picture, in letters; 0 keeps none. */
  readonly figureLimit: number;
  /** Widest picture in pixels. */
  readonly pictureWidth: number;
}

/** The outputs of a cell as they are committed: small, static, without a word about who ran it where. */
export async function cleanOutputs(
  outputs: readonly RawOutput[],
  options: CleanOptions,
): Promise<RawOutput[]> {
  const clean: RawOutput[] = [];
  for (const output of together(outputs)) clean.push(await cleanOutput(output, options));
  return clean;
}

async function cleanOutput(
  output: RawOutput,
  { person, figureLimit, pictureWidth }: CleanOptions,
): Promise<RawOutput> {
  const { output_type: type, name, text, data = {}, metadata = {} } = output;
  if (type === 'stream')
    return { output_type: type, name: name ?? 'stdout', text: lines(impersonal(textOf(text), person)) };
  const kept: Record<string, unknown> = {};
  const json = JSON.stringify(data[plotly] ?? null);
  if (data[plotly] !== undefined && json.length <= figureLimit)
    kept[plotly] = JSON.parse(impersonal(json, person));
  const png = textOf(data['image/png']);
  if (png !== '')
    kept['image/png'] = (await smaller(Buffer.from(png, 'base64'), pictureWidth)).toString('base64');
  for (const form of textForms)
    if (data[form] !== undefined) kept[form] = lines(impersonal(textOf(data[form]), person));
  return {
    output_type: 'display_data',
    data: kept,
    metadata: JSON.parse(impersonal(JSON.stringify(metadata), person)) as Record<string, unknown>,
  };
}

/** A picture in as few bytes as it looks the same with: 256 colours, at most so wide. */
async function smaller(png: Buffer, width: number): Promise<Buffer> {
  const less = await sharp(png)
    .resize({ width, withoutEnlargement: true })
    .png({ palette: true, colours: 256, effort: 10, compressionLevel: 9 })
    .toBuffer();
  return less.length < png.length ? less : png;
}

/** Text that was printed piece by piece is one output. */
function together(outputs: readonly RawOutput[]): RawOutput[] {
  const all: RawOutput[] = [];
  for (const output of outputs) {
    const last = all.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name)
      all[all.length - 1] = { ...last, text: textOf(last.text) + textOf(output.text) };
    else all.push(output);
  }
  return all;
}

const textOf = (text: unknown): string =>
  Array.isArray(text) ? text.join('') : typeof text === 'string' ? text : '';

const lines = (text: string): string[] => text.split(/(?<=\n)/);
