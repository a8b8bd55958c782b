/** What a reader takes in at once. */
export const mostLines = 15;
export const mostCharacters = 100;

/** Lines of code of a cell: blank ones do not count. */
export const codeLines = (source) => source.split('\n').filter((line) => line.trim() !== '');

/** Cells that are too long, and lines that are too wide. A cell of parameters is a list: only its width is judged. */
export function lengthFaults(cells) {
  return cells.flatMap(({ id, source, parameters }) => {
    const lines = codeLines(source);
    const wide = lines.filter((line) => [...line].length > mostCharacters);
    return [
      ...(!parameters && lines.length > mostLines
        ? [`${id}: ${lines.length} lines; at most ${mostLines}: move the work into the library`]
        : []),
      ...wide.map(
        (line) =>
          `${id}: a line of ${[...line].length} characters; at most ${mostCharacters}: ${line.trim().slice(0, 60)}…`,
      ),
    ];
  });
}
