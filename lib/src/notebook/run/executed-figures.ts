import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { fileName } from '../../text';
import { joined, type NotebookFile } from './notebook-file';

/** A picture that a notebook showed, with a small version for an overview. Paths are full. */
export interface ExecutedFigure {
  readonly name: string;
  /** What it shows, in words. */
  readonly description: string;
  readonly picture: string;
  readonly thumbnail: string;
  /** Size of the thumbnail in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Width of a thumbnail in pixels, about twice that of its place on the page. */
const thumbnailWidth = 720;

/**
 * Writes every picture of an executed notebook to `folder`, named as the figure was or by its place. The folder is emptied
 * first: it belongs to this notebook's last run.
 */
export async function saveFigures(notebook: NotebookFile, folder: string): Promise<ExecutedFigure[]> {
  rmSync(folder, { recursive: true, force: true });
  const figures: ExecutedFigure[] = [];
  for (const output of notebook.cells.flatMap(({ outputs }) => outputs)) {
    const png = joined(output.data?.['image/png']);
    if (png === '') continue;
    const given = (output.metadata?.unetlab as { figure?: string } | undefined)?.figure;
    const base =
      given !== undefined ? fileName(given) : `figure-${String(figures.length + 1).padStart(2, '0')}`;
    const taken = figures.filter(({ name }) => name === base || name.startsWith(`${base}~`)).length;
    const name = taken === 0 ? base : `${base}~${taken + 1}`;
    mkdirSync(join(folder, 'thumbnails'), { recursive: true });
    const picture = join(folder, `${name}.png`);
    const bytes = Buffer.from(png, 'base64');
    writeFileSync(picture, bytes);
    const thumbnail = join(folder, 'thumbnails', `${name}.png`);
    const { width, height } = await sharp(bytes)
      .flatten({ background: '#ffffff' })
      .resize({ width: thumbnailWidth, withoutEnlargement: true })
      .png({ palette: true })
      .toFile(thumbnail);
    figures.push({
      name,
      description: joined(output.data?.['text/plain']),
      picture,
      thumbnail,
      width,
      height,
    });
  }
  return figures;
}
