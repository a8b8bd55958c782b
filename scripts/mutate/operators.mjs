import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../setup/checkout.mjs';

/**
 * Writes every change that StrykerJS knows into the sources, each asleep until the environment variable
 * `__STRYKER_ACTIVE_MUTANT__` holds its number. Texts are left as they are: their wording is not arithmetic.
 *
 * @param {string[]} files paths of TypeScript files
 * @param {{ file: string, line: number, column: number, end: { line: number, column: number }, is: string }[]} [only] these
 *   and what lies within them alone: all other code runs as fast as it does unchanged
 * @returns {Promise<{ sources: Map<string, string>, mutants: { id: string, file: string, line: number, column: number,
 *   end: { line: number, column: number }, was: string, is: string, operator: string }[] }>} lines and columns from 1
 */
export async function withChanges(files, only) {
  const { Instrumenter } = await stryker();
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, trace: quiet, warn: console.warn, error: console.error };
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const { files: written, mutants } = await new Instrumenter({
    ...log,
    isDebugEnabled: () => false,
  }).instrument(
    [...texts].map(([name, content]) => ({
      name,
      content,
      mutate:
        only === undefined ||
        only.filter(({ file }) => file === name).map(({ line, column, end }) => placeOf(line, column, end)),
    })),
    { plugins: null, excludedMutations: ['StringLiteral'], ignorers: [] },
  );
  return {
    sources: new Map(written.map(({ name, content }) => [name, content])),
    mutants: mutants
      .filter(({ status }) => status !== 'Ignored')
      .map(({ id, fileName, location: { start, end }, replacement, mutatorName }) => ({
        id,
        file: fileName,
        line: start.line + 1,
        column: start.column + 1,
        end: { line: end.line + 1, column: end.column + 1 },
        was: between(texts.get(fileName), start, end),
        is: replacement,
        operator: mutatorName,
      })),
  };
}

/** As StrykerJS counts: lines and columns from 0. */
function placeOf(line, column, end) {
  return {
    start: { line: line - 1, column: column - 1 },
    end: { line: end.line - 1, column: end.column - 1 },
  };
}

/** The part of a text between two places, whose lines and columns count from 0. */
function between(text, start, end) {
  const lines = text.split('\n').slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column);
  lines[0] = lines[0].slice(start.column);
  return lines.join('\n');
}

/** StrykerJS's operators, in the versions that the lock file beside this one names: installed here when first asked for. */
async function stryker() {
  const folder = inRoot('out', 'mutate', 'stryker');
  mkdirSync(folder, { recursive: true });
  const lock = 'package-lock.json';
  const wanted = readFileSync(new URL(lock, import.meta.url), 'utf8');
  const entry = join(folder, 'node_modules', '@stryker-mutator', 'instrumenter', 'dist', 'src', 'index.js');
  const installed = join(folder, lock);
  if (!existsSync(entry) || !existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
    console.log('installing StrykerJS into out/mutate/stryker');
    for (const name of ['package.json', lock])
      copyFileSync(new URL(name, import.meta.url), join(folder, name));
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error('StrykerJS could not be installed: is the npm registry reachable?');
  }
  return import(pathToFileURL(entry).href);
}
