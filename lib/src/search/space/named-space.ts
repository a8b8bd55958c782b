import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readSpace, type ReadSpaceOptions } from './read-space';
import type { SearchSpace } from './search-space';
import { entry } from './space-file';
import { yamlTree } from './yaml-tree';

export interface NamedSpaceOptions extends Pick<ReadSpaceOptions, 'onNotice'> {
  /** Size to take where the file has it; default the space as it stands. */
  readonly sizeIfThere?: string;
}

/**
 * The space of a file, or one with a name.
 *
 * @param named path of a YAML file, or a name: a file of `presets` without its `.yaml`
 * @param presets folder of the spaces with a name
 * @throws one line that names those that there are
 */
export function namedSpace(
  named: string,
  presets: string,
  { sizeIfThere, onNotice }: NamedSpaceOptions = {},
): SearchSpace {
  const preset = join(presets, `${named}.yaml`);
  const path = [named, preset].find((file) => existsSync(file) && statSync(file).isFile());
  if (path !== undefined) {
    const text = readFileSync(path, 'utf8');
    const hasSize = sizeIfThere !== undefined && sizesOf(text, path).includes(sizeIfThere);
    return readSpace(text, path, { ...(hasSize && { size: sizeIfThere }), ...(onNotice && { onNotice }) });
  }
  const files = existsSync(presets) ? readdirSync(presets).sort() : [];
  const names = files.flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : []));
  const known = names.length > 0 ? `; with a name there are ${names.join(', ')}` : '';
  throw new Error(`there is no space ${named}; name a YAML file${known}`);
}

function sizesOf(text: string, path: string): string[] {
  const tree = yamlTree(text, path);
  const sizes = tree.kind === 'map' ? entry(tree, 'sizes') : undefined;
  return sizes?.kind === 'map' ? sizes.entries.map(({ key }) => key) : [];
}
