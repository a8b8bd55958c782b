import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileName, visibleText } from '../text';
import { cellOutput } from './cell-output';
import { outputFolder } from './checkout';

export interface ImageOptions {
  /** What the picture shows, for people who do not see it. */
  readonly alt: string;
  /** File name without extension: the picture is also kept as `out/figures/<name>.png`. */
  readonly name?: string;
  /** Width in CSS pixels; default that of the picture. */
  readonly width?: number;
}

/** Shows a PNG in the cell. Outside a notebook a named picture becomes a file and a printed line. */
export function showImage(png: Buffer, { alt: shown, name, width }: ImageOptions): void {
  const alt = visibleText(shown);
  const file = name === undefined ? null : join(outputFolder('figures'), `${fileName(name)}.png`);
  if (file !== null) writeFileSync(file, png);
  const output = cellOutput();
  if (output === null) {
    console.log(
      `image ${file === null ? '(give it a name to keep it)' : relative(process.cwd(), file)}: ${alt}`,
    );
    return;
  }
  output.add({
    data: { 'image/png': png.toString('base64'), 'text/plain': alt },
    metadata: {
      'image/png': { alt, ...(width === undefined ? {} : { width }) },
      ...(name === undefined ? {} : { unetlab: { figure: name } }),
    },
  });
}
