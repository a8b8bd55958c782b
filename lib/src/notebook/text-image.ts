import sharp from 'sharp';
import { htmlText } from '../text';
import { pythonPackageFile } from './checkout';

/** A line of text as a picture: RGBA PNG with its size. */
export interface TextImage {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
}

export interface TextStyle {
  /** Height of the letters' body in pixels. */
  readonly size: number;
  /** `#rrggbb` */
  readonly colour: string;
  readonly bold?: boolean;
}

/**
 * Draws text with sharp. The font comes with the figure renderer, so that it is the same on every machine and there
 * even where the system has no fonts; without the renderer it is the system's sans-serif. All texts of one style have
 * the same height and their baseline at the same place.
 */
export async function textImage(text: string, style: TextStyle): Promise<TextImage> {
  // sharp crops to the ink; an invisible tall and deep pair of letters at the end keeps the height the same
  const marked = style.bold ? `<b>${htmlText(text)}${strut}</b>` : htmlText(text) + strut;
  const drawn = await draw(marked, style);
  const { width: extra } = await draw(style.bold ? `<b>${strut}</b>` : strut, style);
  const width = Math.max(1, drawn.width - extra);
  const png = await sharp(drawn.png)
    .extract({ left: 0, top: 0, width, height: drawn.height })
    .png()
    .toBuffer();
  return { png, width, height: drawn.height };
}

const strut = '<span alpha="1">Åg</span>';

async function draw(markup: string, { size, colour, bold = false }: TextStyle): Promise<TextImage> {
  const file = pythonPackageFile([...fonts, bold ? 'DejaVuSans-Bold.ttf' : 'DejaVuSans.ttf']);
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${colour}">${markup}</span>`,
      font: `${file === null ? 'sans' : 'DejaVu Sans'} ${size}`,
      ...(file === null ? {} : { fontfile: file }),
      rgba: true,
      dpi: 72,
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}

const fonts = ['kaleido', 'executable', 'xdg', 'fonts', 'truetype', 'dejavu'];
