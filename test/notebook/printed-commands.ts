import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notebookPaths, readNotebook } from 'unetlab/notebook/run';

/** A command line that a document shows, with where it stands. */
export interface PrintedCommand {
  readonly command: string;
  readonly where: string;
}

const documents = ['README.md', 'CONTRIBUTING.md', 'notebooks/README.md', 'data/README.md'];
const starts = /^(?:[A-Z_]+=\S+ )*(?:npm|npx|node|bash|sh|python3?|pip|git|conda) \S/;

/** Every command line in the project's documents and in the text and code of its notebooks, each once. */
export function printedCommands(root: string): PrintedCommand[] {
  const found = new Map<string, string>();
  const add = (text: string, where: string): void => {
    const command = text
      .replace(/\s+#.*$/, '')
      .trim()
      .replace(/\s+/g, ' ');
    if (starts.test(command) && !found.has(command)) found.set(command, where);
  };
  for (const name of documents) {
    const file = join(root, name);
    if (existsSync(file))
      inMarkdown(readFileSync(file, 'utf8'), (text) => {
        add(text, name);
      });
  }
  for (const path of notebookPaths(root)) {
    const { name, cells } = readNotebook(path);
    for (const { type, source } of cells) {
      if (type === 'markdown')
        inMarkdown(source, (text) => {
          add(text, name);
        });
      // in code: what stands in strings
      else
        for (const [, , text] of source.matchAll(/(['"`]|\\`)((?:npm|bash) (?:run )?[^'"`\\\n]+)/g))
          add(text!, name);
    }
  }
  return [...found].map(([command, where]) => ({ command, where }));
}

function inMarkdown(text: string, add: (line: string) => void): void {
  const rest = text.replace(/^```[^\n]*\n([\s\S]*?)^```/gm, (_, block: string) => {
    block.split('\n').forEach(add);
    return '';
  });
  for (const [, code] of rest.matchAll(/`([^`\n]+)`/g)) add(code!);
}
