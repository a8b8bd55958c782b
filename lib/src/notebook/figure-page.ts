import { readFileSync } from 'node:fs';
import { htmlText, pagePolicy } from '../text';
import type { Figure } from '../types';
import { plainJson } from './plain-json';

/**
 * A figure as one page that stands alone: it answers the pointer as in a notebook, with Plotly inside (4.6 MB), loads nothing and
 * runs nothing but that.
 */
export function figurePage({ name, data, layout, width, height, description }: Figure): string {
  const plotly = readFileSync(require.resolve('plotly.js-dist-min'), 'utf8').replace(
    /<\/script/gi,
    '<\\/script',
  );
  const json = JSON.stringify([plainJson(data), { ...(plainJson(layout) as object), width, height }]).replace(
    /</g,
    '\\u003c',
  );
  const draw = `Plotly.newPlot('figure', ...${json}, { displaylogo: false, modeBarButtonsToRemove: ['toImage'] });`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${pagePolicy({ scripts: [plotly, draw] })}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlText(name)}</title>
<style>body { margin: 1.5rem; font: 15px/1.6 system-ui, sans-serif; } main { max-width: ${width}px; margin: 0 auto; } p { color: #57606a; }</style>
</head>
<body>
<main>
<div id="figure" role="img" aria-label="${htmlText(description)}"></div>
<p>${htmlText(description)}</p>
</main>
<script>${plotly}</script>
<script>${draw}</script>
</body>
</html>
`;
}
