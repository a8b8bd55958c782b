/**
 * A notebook as the kernel sees it: each cell knows what the cells before it declared. The parameters stand in a file of their
 * own, so that the compiler takes their declared types and not their defaults.
 */
export function notebookModule({ file, cells }) {
  const parameters = cells.filter((cell) => cell.parameters).map(({ source }) => source);
  const names = [...parameters.join('\n').matchAll(/^let (\w+)/gm)].map(([, name]) => name);
  const lines = [];
  const places = [];
  const add = (text, id) => {
    for (const line of text.split('\n')) {
      lines.push(line);
      places.push(id);
    }
  };
  if (names.length > 0) add(`import { ${names.join(', ')} } from './${file}.parameters';`, 'parameters');
  for (const { id, source, parameters: isList } of cells) if (!isList) add(source, id);
  add('export {};', 'end');
  return {
    parameters: parameters.join('\n').replace(/^let /gm, 'export let '),
    text: lines.join('\n'),
    /** The cell that a line, counted from 1, stands in. */
    cellAt: (line) => places[line - 1] ?? 'end',
  };
}
