import katex from 'katex';
import type MarkdownIt from 'markdown-it';

/** Formulas as KaTeX draws them. `trust` stays off: a formula makes no link and loads no picture. */
const drawn = (tex: string, displayMode: boolean): string =>
  katex.renderToString(tex, {
    displayMode,
    throwOnError: false,
    trust: false,
    strict: false,
    errorColor: 'inherit',
  });

/**
 * Formulas between `$…$` in a line and `$$…$$`, as Jupyter and GitHub read them: a lone dollar, or one before a space or
 * after one, is a dollar; so is one with a backslash. Drawn while the page is made, so the page needs no script for them.
 */
export function formulas(markdown: MarkdownIt): void {
  markdown.inline.ruler.after('escape', 'formula', (state, silent) => {
    const { src, pos } = state;
    if (src[pos] !== '$') return false;
    const display = src[pos + 1] === '$';
    const match = display ? /\$\$([^$]+?)\$\$/y : /\$(?![\s$])((?:\\[\s\S]|[^\\$])*?)(?<!\s)\$(?![\d$])/y;
    match.lastIndex = pos;
    const found = match.exec(src);
    if (found === null || found[1]!.trim() === '') return false;
    if (!silent) {
      const token = state.push('formula', 'math', 0);
      token.content = found[1]!.trim();
      token.meta = { display };
    }
    state.pos = match.lastIndex;
    return true;
  });
  markdown.block.ruler.before(
    'fence',
    'formula_block',
    (state, start, end, silent) => {
      const lineOf = (line: number): string =>
        state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]);
      if (!lineOf(start).startsWith('$$')) return false;
      let text = lineOf(start).slice(2);
      let line = start;
      while (!text.includes('$$')) {
        line += 1;
        if (line >= end || lineOf(line).trim() === '') return false;
        text += `\n${lineOf(line)}`;
      }
      const [tex, rest] = [text.slice(0, text.indexOf('$$')), text.slice(text.indexOf('$$') + 2)];
      // with words after it in the same line it is a formula of the paragraph
      if (rest.trim() !== '' || tex.trim() === '') return false;
      if (silent) return true;
      const token = state.push('formula', 'math', 0);
      token.block = true;
      token.content = tex.trim();
      token.meta = { display: true };
      token.map = [start, line + 1];
      state.line = line + 1;
      return true;
    },
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  );
  markdown.renderer.rules.formula = (tokens, index) => {
    const token = tokens[index]!;
    return drawn(token.content, (token.meta as { display: boolean }).display);
  };
}
