import { format, resolveConfig } from 'prettier';

/** A cell as the project's formatter writes it, without the last line's end. */
export async function formattedCell(source, path) {
  const options = await resolveConfig(path);
  return (await format(source, { ...options, parser: 'typescript' })).trimEnd();
}
