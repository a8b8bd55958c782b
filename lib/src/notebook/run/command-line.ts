import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse as parseYaml } from 'yaml';
import type { GivenParameters } from './parameter-values';

/** What `npm run notebook -- …` was asked. */
export interface NotebookCommand {
  readonly notebooks: readonly string[];
  readonly given: GivenParameters;
  /** Output file (one notebook) or folder, as a full path; null = `out/notebooks`. */
  readonly output: string | null;
  readonly jobs: number;
  readonly cellTimeout: number | null;
  /** Whether to write each executed notebook as a page too. */
  readonly html: boolean;
  readonly list: boolean;
  readonly help: boolean;
}

export const usage = `npm run notebook -- <notebook>… [options]

A notebook is named by its number (02), its name (02-train-256), a part of it, or a path.

  -p, --parameter name=value   set a parameter; lists as 1,2 or [1,2]; again for more
      --parameters file.yml    set parameters from a YAML or JSON file; -p wins over it
      --profile name           short for -p profile=name (smoke, teach, full)
  -o, --output path            executed notebook, or a folder for several; default out/notebooks/
      --html                   also write it as one page that stands alone, beside the executed notebook
      --jobs n                 notebooks at a time, default 1
      --cell-timeout seconds   fail a cell that takes longer; default none
      --list                   show the parameters of the notebook, or all notebooks
      --help

Paths (parameters whose name ends in or is dir, folder, file, path or csv, and runs) are taken from where the command is typed.`;

/** Reads the command line. Throws one line that says what is wrong with it. */
export function parseCommand(args: readonly string[], cwd: string): NotebookCommand {
  const { values, positionals } = optionsOf(args);
  const texts = new Map<string, string>();
  if (values.profile !== undefined) texts.set('profile', values.profile);
  for (const given of values.parameter ?? []) {
    const at = given.indexOf('=');
    if (at < 1) throw new Error(`invalid -p ${given}; write -p ${given.trim() || 'name'}=value`);
    texts.set(given.slice(0, at), given.slice(at + 1));
  }
  return {
    notebooks: positionals,
    given: {
      texts,
      values: values.parameters === undefined ? new Map() : readValues(resolve(cwd, values.parameters)),
    },
    output: values.output === undefined ? null : resolve(cwd, values.output),
    jobs: positive('--jobs', values.jobs, Number.isInteger) ?? 1,
    cellTimeout: positive('--cell-timeout', values['cell-timeout'], Number.isFinite),
    html: values.html ?? false,
    list: values.list ?? false,
    help: values.help ?? false,
  };
}

function optionsOf(args: readonly string[]) {
  const options = {
    parameter: { type: 'string', short: 'p', multiple: true },
    parameters: { type: 'string' },
    profile: { type: 'string' },
    output: { type: 'string', short: 'o' },
    jobs: { type: 'string' },
    'cell-timeout': { type: 'string' },
    html: { type: 'boolean' },
    list: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    const [reason] = (error as Error).message.split(/\. |\n/);
    const names = Object.keys(options).map((name) => `--${name}`);
    throw new Error(`${reason!}; there are ${names.join(', ')}`, { cause: error });
  }
}

function positive(name: string, text: string | undefined, fits: (value: number) => boolean): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === '' || !fits(value) || value <= 0)
    throw new Error(`invalid ${name} ${text}; a number above 0`);
  return value;
}

function readValues(file: string): Map<string, unknown> {
  if (!existsSync(file)) throw new Error(`there is no parameter file ${file}`);
  let content: unknown;
  try {
    content = parseYaml(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} is not YAML: ${(error as Error).message.split('\n')[0]!}`, { cause: error });
  }
  if (content === null) return new Map();
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new Error(`${file} must hold names and values, for example "epochs: 3"`);
  }
  return new Map(Object.entries(content));
}
