import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { meantName } from './near-name';
import type { ParameterValue } from './parameter-values';

/** Parameters that name a file or folder: their name ends in, or is, one of these. */
const isPath = /(?:Dir|Folder|File|Path|Csv|Runs)$|^(?:dir|folder|file|path|csv)$/;
/** Parameters that may name one, among other things: they do where there is something of that name. */
const mayBePath = /^(?:runs|group)$/;

/**
 * Paths are given from where the command is typed, but the notebook runs in its own folder: a text parameter whose name
 * ends in (or is) Dir, Folder, File, Path, Csv or Runs is rewritten from the one to the other, and so are `runs` and `group` where
 * they name a file or folder. Absolute paths and addresses stay.
 */
export function withPathsFrom(
  cwd: string,
  notebookFolder: string,
  parameters: Readonly<Record<string, ParameterValue>>,
): Record<string, ParameterValue> {
  const moved = (name: string, value: ParameterValue): ParameterValue => {
    if (!isLocal(value) || !(isPath.test(name) || (mayBePath.test(name) && existsSync(fullPath(cwd, value)))))
      return value;
    if (isAbsolute(value)) return value;
    if (isHome(value)) return fullPath(cwd, value);
    return relative(notebookFolder, resolve(cwd, value)) || '.';
  };
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, moved(name, value)]));
}

/** Throws one line for each path that leads nowhere, with what there is instead. @param cwd folder that paths are relative to */
export function checkPaths(
  notebook: string,
  cwd: string,
  parameters: Readonly<Record<string, ParameterValue>>,
): void {
  const problems = Object.entries(parameters).flatMap(([name, value]) =>
    isPath.test(name) && isLocal(value) && !existsSync(fullPath(cwd, value))
      ? [`${notebook}: -p ${name}=${value}: ${nothingAt(fullPath(cwd, value))}`]
      : [],
  );
  if (problems.length > 0) throw new RangeError(problems.join('\n'));
}

/** What there is where a path ends to exist. */
function nothingAt(path: string): string {
  let folder = dirname(path);
  let missing = basename(path);
  while (!existsSync(folder)) [folder, missing] = [dirname(folder), basename(folder)];
  const names = namesIn(folder);
  const meant = meantName(missing, names);
  const some = names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');
  return `there is no ${missing} in ${folder}${meant}; ${names.length === 0 ? 'nothing is there' : `there ${names.length === 1 ? 'is' : 'are'} ${some}`}`;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch {
    return []; // a file, or a folder that may not be read
  }
}

const isLocal = (value: ParameterValue): value is string =>
  typeof value === 'string' && value !== '' && !/^[a-z]+:\/\//i.test(value);
const isHome = (value: string): boolean => value === '~' || value.startsWith('~/');
const fullPath = (cwd: string, value: string): string =>
  isHome(value) ? join(homedir(), value.slice(1)) : resolve(cwd, value);
