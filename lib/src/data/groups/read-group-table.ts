import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { pictureStem } from '../pictures/endings';
import { folded } from '../layouts/names';
import type { GroupTold } from './find-groups';

/**
 * What `-p group=` says: a CSV file of two columns, stem (or file name) and group, is read; anything else is a rule. The
 * file is looked for where the notebook runs, then in the data set's folder; a first line whose names fit no image is a
 * header.
 */
export async function readGroupTold(told: string | null | undefined, dir: string): Promise<GroupTold | null> {
  if (!told) return null;
  if (!/\.(csv|tsv|txt)$/i.test(told)) return told;
  // A notebook's kernel does not run in the folder where npm was started.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const places = isAbsolute(told) ? [told] : [join(cwd, told), join(dir, told)];
  const texts = await Promise.all(places.map((path) => readFile(path, 'utf8').catch(() => null)));
  const text = texts.find((one): one is string => one !== null);
  if (text === undefined) throw new Error(`group=${told}: there is no such file at ${places.join(' or ')}`);
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const separator = ['\t', ';', ','].find((one) => lines.every((line) => line.includes(one)));
  if (separator === undefined)
    throw new Error(
      `group=${told}: every line must hold a stem and a group, with a comma, a semicolon or a tab between them`,
    );
  const groups = new Map<string, string>();
  for (const line of lines) {
    const [name = '', group = ''] = line
      .split(separator)
      .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    for (const key of [folded(name), folded(pictureStem(name))]) {
      const before = groups.get(key);
      if (before !== undefined && before !== group)
        throw new Error(`group=${told}: ${name} stands there with two groups, ${before} and ${group}`);
      groups.set(key, group);
    }
  }
  return { file: told, groups };
}
