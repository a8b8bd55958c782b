import { markdownText, textsOf } from '../text';

/**
 * Facts with every string in them as text of Markdown: names, levels, keys and messages come from other people's records. Each
 * function that words facts begins with this; markup is only what the wording itself adds.
 */
export const markdownTexts: <T>(facts: T) => T = textsOf(markdownText, ['url', 'yaml']);
