import { asMarkdown, markdown, markdownList, type Markdown } from '../../text';
import type { SearchFacts } from '../facts/search-facts';
import { recommendationsOf } from '../recommendations';

/** What the records of a search call for by themselves, numbered. */
export function adviceList(facts: SearchFacts): Markdown {
  const advised = recommendationsOf(facts); // Markdown already, with its names escaped
  if (advised.length === 0) return asMarkdown('These records call for nothing.');
  return markdownList(
    advised.map(({ advice, because }) => markdown`**${asMarkdown(advice)}** ${asMarkdown(because)}`),
    { numbered: true },
  );
}
