import { figureText, textsOf } from '../text';

/**
 * What a figure is drawn from, with every string in it as text of a figure: names, levels and keys come from other people's
 * records, and Plotly reads HTML, links and formulas in what it writes. Each figure's drawing begins with this; markup is
 * only what the drawing itself adds.
 */
export const figureTexts: <T>(info: T) => T = textsOf(figureText, ['url']);
