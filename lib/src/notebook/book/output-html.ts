import sanitizeHtml from 'sanitize-html';
import { escapeHtml } from '../../text';
import { joined, type CellOutputRecord } from '../run/notebook-file';
import type { Contents } from './headings';
import { markdownHtml, type Places } from './markdown-html';

/** A picture of an output, with the figure that it was drawn from where the output carries it. */
export interface OutputPicture {
  readonly bytes: Buffer;
  readonly type: 'png' | 'jpeg' | 'svg+xml';
  readonly alt: string;
  /** CSS pixels, where the output says. */
  readonly width: number | null;
  readonly height: number | null;
  /** Name of the figure, or null for a picture without one. */
  readonly name: string | null;
  readonly plotly: unknown;
}

/** Puts a picture where the page can show it; returns its HTML. */
export type PicturePlace = (picture: OutputPicture) => string;

/** What a notebook may show as HTML: tables and words. No script, no form, no address but of the web, no style that loads. */
const harmless: sanitizeHtml.IOptions = {
  allowedTags: [
    ...[
      'table',
      'caption',
      'thead',
      'tbody',
      'tfoot',
      'tr',
      'th',
      'td',
      'p',
      'div',
      'span',
      'b',
      'strong',
      'i',
      'em',
    ],
    ...['br', 'ul', 'ol', 'li', 'code', 'pre', 'a', 'small', 'sub', 'sup', 'h3', 'h4'],
  ],
  allowedAttributes: { '*': ['style', 'colspan', 'rowspan', 'title', 'scope'], a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedStyles: {
    '*': {
      'text-align': [/^(?:left|right|center)$/],
      'font-weight': [/^(?:bold|[1-9]00)$/],
      'font-variant-numeric': [/^tabular-nums$/],
      'caption-side': [/^top$/],
      'white-space': [/^(?:pre|nowrap|pre-wrap)$/],
    },
  },
  disallowedTagsMode: 'discard',
};

/** One output of a cell as HTML, in the richest form that a page can show; nothing in it runs or loads anything. */
export function outputHtml(
  output: CellOutputRecord,
  places: Places,
  contents: Contents,
  place: PicturePlace,
): string {
  const { output_type: type, data = {} } = output;
  const plain = joined(data['text/plain']);
  if (type === 'stream') {
    const text = withoutColours(joined((output as { text?: unknown }).text));
    contents.text(text);
    const error = (output as { name?: string }).name === 'stderr' ? ' stderr' : '';
    return text.trim() === '' ? '' : `<pre class="printed${error}">${escapeHtml(text.trimEnd())}</pre>`;
  }
  if (type === 'error') {
    const { ename = 'Error', evalue = '' } = output as { ename?: string; evalue?: string };
    return `<pre class="printed failed">${escapeHtml(`${ename}: ${evalue}`)}</pre>`;
  }
  const picture = pictureOf(output, plain);
  if (picture !== null) {
    contents.text(plain);
    return place(picture);
  }
  const html = joined(data['text/html']);
  if (html !== '') {
    contents.text(plain);
    return `<div class="wide">${sanitizeHtml(html, harmless)}</div>`;
  }
  const markdown = joined(data['text/markdown']);
  if (markdown !== '')
    return `<div class="shown">${markdownHtml(markdown, places, contents, { shown: true })}</div>`;
  contents.text(plain);
  return plain.trim() === '' ? '' : `<pre class="printed">${escapeHtml(withoutColours(plain))}</pre>`;
}

function pictureOf({ data = {}, metadata = {} }: CellOutputRecord, alt: string): OutputPicture | null {
  for (const type of ['png', 'jpeg', 'svg+xml'] as const) {
    const text = joined(data[`image/${type}`]);
    if (text === '') continue;
    const size = (metadata[`image/${type}`] ?? {}) as { width?: unknown; height?: unknown; alt?: unknown };
    const name = (metadata.unetlab as { figure?: unknown } | undefined)?.figure;
    return {
      bytes: type === 'svg+xml' ? Buffer.from(text) : Buffer.from(text, 'base64'),
      type,
      alt: typeof size.alt === 'string' ? size.alt : alt,
      width: typeof size.width === 'number' ? size.width : null,
      height: typeof size.height === 'number' ? size.height : null,
      name: typeof name === 'string' ? name : null,
      plotly: data['application/vnd.plotly.v1+json'] ?? null,
    };
  }
  return null;
}

// eslint-disable-next-line no-control-regex -- the sequences that colour text in a terminal
const withoutColours = (text: string): string => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
