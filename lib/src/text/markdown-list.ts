import { Markdown, markdown } from './markdown-template';

/**
 * A list in Markdown. Items are text, so that nothing in a name is read as markup, but for those that are {@link Markdown};
 * empty ones are left out. An item without its `markdown` tag shows its stars, it does not obey them.
 *
 * @param options.numbered 1., 2., … in place of dashes
 */
export function markdownList(
  items: readonly (string | Markdown | null)[],
  { numbered = false }: { readonly numbered?: boolean } = {},
): Markdown {
  const written = items
    .map((item) => (item === null ? '' : markdown`${item}`.text.trim()))
    .filter((text) => text !== '');
  return new Markdown(written.map((text, i) => `${numbered ? `${i + 1}.` : '-'} ${text}`).join('\n'));
}
