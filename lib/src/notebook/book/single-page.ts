import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { htmlText, pagePolicy } from '../../text';
import { repositoryRoot } from '../checkout';
import type { NotebookFile } from '../run/notebook-file';
import { katexStyle, webFile } from './assets';
import { Contents } from './headings';
import { notebookHtml } from './notebook-html';
import { pictureHtml } from './picture-html';

/**
 * An executed notebook as one page that stands alone: pictures, style and formulas are inside, it runs nothing and loads
 * nothing. Links to other files of the checkout keep their words and lose their address.
 */
export function singlePage(notebook: NotebookFile, root: string = repositoryRoot()): string {
  const contents = new Contents();
  const folder = join(root, 'notebooks');
  const body = notebookHtml(
    notebook,
    {
      link: (address) => (/^(?:https?:|mailto:|#)/i.test(address) ? address : null),
      picture: (address, alt) => {
        const given = dataPicture(address) ?? pictureBeside(folder, address);
        return given === null ? null : `<img src="${given}" alt="${htmlText(alt)}">`;
      },
    },
    contents,
    (picture) =>
      pictureHtml(
        { ...picture, plotly: null },
        `data:image/${picture.type};base64,${picture.bytes.toString('base64')}`,
      ),
  );
  const style = webFile('book.css');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${pagePolicy()}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${htmlText(notebook.title)}</title>
<style>
${body.includes('class="katex') ? katexStyle() : ''}
${style}
</style>
</head>
<body class="single">
<main id="content">
${body}
</main>
</body>
</html>
`;
}

const dataPicture = (address: string): string | null =>
  /^data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=]+$/.test(address) ? address : null;

function pictureBeside(folder: string, address: string): string | null {
  const type = /^[\w./-]+\.(png|jpe?g)$/i.exec(address)?.[1]?.toLowerCase();
  if (type === undefined) return null;
  try {
    const bytes = readFileSync(join(folder, address));
    return `data:image/${type === 'png' ? 'png' : 'jpeg'};base64,${bytes.toString('base64')}`;
  } catch {
    return null;
  }
}
