/** Values as text of Markdown, HTML, YAML, CSV, figures and file names: the one way to put what was read into what is shown. */
export { csvCell, csvText } from './csv-text';
export { fileName } from './file-name';
export { figureText, plainFigureText } from './figure-text';
export { escapeHtml, htmlText } from './html-text';
export { markdownCode } from './markdown-code';
export { markdownList } from './markdown-list';
export { asMarkdown, Markdown, markdown } from './markdown-template';
export { markdownText } from './markdown-text';
export { nearNames } from './near-names';
export { pagePolicy } from './page-policy';
export { safeMarkdown } from './safe-markdown';
export { textsOf } from './texts-of';
export { shortWords, visibleText } from './visible-text';
export { webAddress } from './web-address';
export { yamlText } from './yaml-text';
