/** The bullets below the title, one Markdown text each: what one learns, what it needs, how long it takes. */
export function summaryOf({ cells }) {
  const opening = cells.find(({ type, source }) => type === 'markdown' && source.startsWith('# '));
  return (opening?.source.split('\n') ?? [])
    .filter((line) => /^[-*] /.test(line))
    .map((line) => line.slice(2).trim())
    .slice(0, 3);
}
