import { htmlText } from '../../text';
import type { OutputPicture } from './output-html';

/**
 * A picture of a page, a link to itself in full. Where the figure's data come with it the page's script draws it in the
 * picture's place; what is printed, or read without scripts, is the picture.
 *
 * @param src address of the picture
 */
export function pictureHtml({ alt, width, height, name, plotly }: OutputPicture, src: string): string {
  const size =
    width === null || height === null ? '' : ` width="${Math.round(width)}" height="${Math.round(height)}"`;
  const words = htmlText(alt.trim() === '' ? (name ?? 'a picture that the cell showed') : alt);
  const image = `<img src="${src}" alt="${words}"${size} loading="lazy">`;
  // inside a page that stands alone the picture is in full already
  const linked = src.startsWith('data:') ? image : `<a href="${src}" class="full">${image}</a>`;
  if (plotly === null || plotly === undefined) return `<figure class="picture">${linked}</figure>`;
  const json = JSON.stringify(plotly).replace(/</g, '\\u003c');
  return `<figure class="picture drawn" aria-label="${words}">${linked}<script type="application/json">${json}</script></figure>`;
}
