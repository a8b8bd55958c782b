import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileName } from '../text';
import type { Figure } from '../types';
import { cellOutput } from './cell-output';
import { outputFolder } from './checkout';
import { Kaleido, kaleidoProgram, type Drawing } from './kaleido';
import { plainJson } from './plain-json';

export interface ShowOptions {
  /** Folder that also gets the picture as `<name>.png`. Outside a notebook the default is `out/figures`. */
  readonly figuresDir?: string;
}

/**
 * Shows a figure. In a notebook: one output that carries Plotly JSON (interactive), PNG (GitHub, HTML exports) and the
 * description as text. Elsewhere: a PNG file, named in one printed line.
 *
 * Without the renderer (package kaleido, installed by set-up) a notice says so once, and the PNG is left out.
 */
export async function show(figure: Figure, { figuresDir }: ShowOptions = {}): Promise<void> {
  const plotly = { data: plainJson(figure.data), layout: plainJson(figure.layout) };
  const png = await pictureOf(figure, plotly);
  const output = cellOutput();
  if (output !== null) {
    output.add({
      data: {
        'application/vnd.plotly.v1+json': plotly,
        ...(png === null ? {} : { 'image/png': png.toString('base64') }),
        'text/plain': figure.description,
      },
      metadata: {
        'image/png': { width: figure.width, height: figure.height, alt: figure.description },
        unetlab: { figure: figure.name },
      },
    });
    if (figuresDir !== undefined) save(figuresDir, figure.name, png, plotly);
    return;
  }
  const file = save(figuresDir ?? outputFolder('figures'), figure.name, png, plotly);
  console.log(`figure ${figure.name}: ${relative(process.cwd(), file)}  ${figure.description}`);
}

/**
 * A figure as PNG. Throws where the renderer is missing.
 *
 * @param scale pixels of the picture per CSS pixel, default 2
 */
export async function figurePng(figure: Figure, scale = 2): Promise<Buffer> {
  return drawing().png(drawingOf(figure, scale));
}

/** A figure as SVG: text stays text, in whatever font the reader has. Throws where the renderer is missing. */
export async function figureSvg(figure: Figure): Promise<string> {
  return drawing().svg(drawingOf(figure, 1));
}

function drawing(): Kaleido {
  const program = kaleidoProgram();
  if (program === null)
    throw new Error('the figure renderer kaleido is not installed; npm run setup installs it');
  return (renderer ??= new Kaleido(program));
}

const drawingOf = ({ data, layout, width, height }: Figure, scale: number): Drawing => ({
  figure: { data: plainJson(data), layout: plainJson(layout) },
  width,
  height,
  scale,
});

let renderer: Kaleido | null = null;
let noticed = false;

/**
 * JupyterLab's Plotly extension shows the picture, in its own pixels, until the mouse enters it; everything that shows
 * executed files (GitHub, HTML) scales it to the size in its metadata, and wants it sharp.
 */
const pictureScale = (): number =>
  cellOutput() !== null && process.env.UNETLAB_HEADLESS === undefined ? 1 : 2;

async function pictureOf(figure: Figure, plotly: { data: unknown; layout: unknown }): Promise<Buffer | null> {
  try {
    return await figurePng({ ...figure, ...(plotly as Pick<Figure, 'data' | 'layout'>) }, pictureScale());
  } catch (error) {
    if (!noticed) console.warn(`figures come without their PNG: ${(error as Error).message}`);
    noticed = true;
    return null;
  }
}

function save(folder: string, name: string, png: Buffer | null, plotly: object): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${fileName(name)}${png === null ? '.plotly.json' : '.png'}`);
  writeFileSync(file, png ?? JSON.stringify(plotly));
  return file;
}
