/**
 * Text in which nothing is hidden: line ends and tabs become signs (`↵`, `⇥`), other control characters their pictures (`␀`),
 * and what turns the direction of writing or ends a line unseen becomes its number (`⟨U+202E⟩`). Letters of all
 * scripts stay as they are.
 */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n|[\r\n]/g, ' ↵ ')
    .replace(/\t/g, ' ⇥ ')
    .replace(controls, (sign) => String.fromCodePoint(0x2400 + sign.codePointAt(0)!))
    .replace(/\u007f/g, '␡')
    .replace(unseen, numbered)
    .replace(loneSurrogates, '\ufffd');
}

/** C0 without the line ends and the tab, which are written before. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u001f]/g;
/** C1, line and paragraph separators, and everything that overrides or isolates a direction. */
const unseen = /[\u0080-\u009f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const numbered = (sign: string): string =>
  `⟨U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`;

/**
 * Words longer than `most` letters, cut in their middle: one name of 400 letters must not push everything else off the page.
 * Between the two ends stands a short sum of the whole, so that different names stay different.
 */
export function shortWords(text: string, most = 80): string {
  return text.replace(new RegExp(`\\S{${most + 1},}`, 'gu'), (word) => {
    const letters = Array.from(word);
    const end = Math.floor(most / 2) - 4;
    return `${letters.slice(0, end).join('')}…${checkSum(word)}…${letters.slice(-end).join('')}`;
  });
}

/** FNV-1a over UTF-16 units, 32 bit, as six letters and digits. */
export function checkSum(text: string): string {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum >>> 0).toString(36).padStart(7, '0').slice(-6);
}
