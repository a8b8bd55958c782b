import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Reads the options of the command in `url`, as `parseArgs` takes them with three types more: `number`, a whole number of at
 * least `least` (default 1), and `numbers`, several with commas between. `--help` prints the comment at the file's head. A
 * wrong option or value gets one line and ends the process with code 2.
 *
 * @param {string} url `import.meta.url` of the command
 * @param {Record<string, { type: 'string' | 'boolean' | 'number' | 'numbers' | 'texts', default?: unknown, least?: number, short?: string }>} options
 */
export function commandLine(url, options, { allowPositionals = false } = {}) {
  if (process.argv.includes('--help')) {
    console.log(headOf(fileURLToPath(url)));
    process.exit(0);
  }
  const plain = Object.fromEntries(
    Object.entries(options).map(([name, { type, short }]) => [
      name,
      { type: type === 'boolean' ? type : 'string', multiple: type === 'texts', ...(short && { short }) },
    ]),
  );
  const names = Object.keys(options).map((name) => `--${name}`);
  let read;
  try {
    read = parseArgs({ options: plain, allowPositionals });
  } catch ({ message }) {
    const [reason] = message.split(/\. |\n/);
    stop(`${reason}; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`);
  }
  const values = {};
  for (const [name, { type, default: usual, least = 1 }] of Object.entries(options)) {
    const text = read.values[name];
    if (text === undefined) values[name] = usual;
    else if (type === 'number') values[name] = whole(name, text, least);
    else if (type === 'numbers') values[name] = text.split(',').map((part) => whole(name, part, least));
    else values[name] = text;
  }
  return { values, positionals: read.positionals };
}

/** Ends the process with a line on what is wrong. */
export function stop(message) {
  console.error(message);
  process.exit(2);
}

/** What a notebook's reader types as -p name=value is --name=value in a command. */
export function asOptions(text) {
  return text.replaceAll(/-p (\w+)=/g, '--$1=');
}

function whole(name, text, least) {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least)
    stop(`invalid --${name} ${text}; allowed: whole numbers from ${least}`);
  return value;
}

function headOf(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, end)
    .map((line) => line.slice(3))
    .join('\n');
}
