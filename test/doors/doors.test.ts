import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';

// Which room may import which; CONTRIBUTING.md shows the same table with what each room holds.
const doors: Record<string, readonly string[]> = {
  types: [],
  random: [],
  text: [],
  files: [],
  metrics: [],
  analysis: ['types', 'random', 'text'],
  figures: ['types', 'text', 'analysis', 'metrics'],
  reports: ['types', 'random', 'text', 'metrics', 'analysis', 'figures', 'recipes'],
  values: ['types'],
  wandb: ['types', 'text', 'files', 'values'],
  tables: ['types', 'values'],
  runs: ['types', 'values', 'tables', 'analysis', 'wandb'],
  notebook: ['types', 'text', 'metrics', 'analysis'],
  backend: [],
  losses: ['types', 'backend'],
  models: ['random', 'backend'],
  data: ['types', 'files', 'random', 'metrics'],
  training: ['types', 'files', 'random', 'backend', 'data', 'metrics'],
  prediction: ['types', 'text', 'files', 'backend', 'data', 'models', 'training', 'metrics'],
  export: ['files', 'backend', 'data', 'models', 'prediction'],
  recipes: [
    'types',
    'files',
    'random',
    'text',
    'analysis',
    'backend',
    'metrics',
    'losses',
    'models',
    'data',
    'training',
    'prediction',
  ],
  search: [
    'types',
    'files',
    'random',
    'text',
    'values',
    'analysis',
    'backend',
    'metrics',
    'data',
    'recipes',
    'training',
    'wandb',
  ],
};
/** Rooms whose files may import TensorFlow; elsewhere as many files as the number says. */
const tensorflow: Record<string, 'all' | number> = {
  backend: 'all',
  losses: 'all',
  models: 'all',
  training: 'all',
  data: 1,
};
/** The same for files, processes and the network. */
const outside: Record<string, 'all' | number> = {
  notebook: 'all',
  wandb: 'all',
  runs: 'all',
  search: 'all',
  recipes: 'all',
  prediction: 'all',
  export: 'all',
  training: 'all',
  backend: 'all',
  data: 'all',
  files: 'all',
  reports: 1,
};
const outsideModules = /^(?:node:)?(?:fs|fs\/promises|child_process|http|https|net|worker_threads)$|^sharp$/;

const root = join(process.cwd(), 'lib', 'src');

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** Whether it imports types only and leaves nothing in the compiled file. */
  readonly erased: boolean;
  /** Full path of the imported file of the library, or null for a package. */
  readonly to: string | null;
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(root, file));
const imports: Import[] = files.flatMap((from) =>
  importsOf(from).map(({ specifier, erased }) => ({
    from,
    specifier,
    erased,
    to: specifier.startsWith('.') ? resolved(resolve(dirname(from), specifier)) : null,
  })),
);

/** Import and export statements with a source, and dynamic imports. */
function importsOf(file: string): { specifier: string; erased: boolean }[] {
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  const typesOnly = new Set<string>();
  const values = new Set<string>();
  for (const statement of source.statements) {
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !ts.isExportDeclaration(statement)) continue;
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
    const clause = isImport ? statement.importClause : statement;
    const named = isImport ? statement.importClause?.namedBindings : statement.exportClause;
    const elements = named !== undefined && 'elements' in named ? [...named.elements] : [];
    const erased =
      clause?.isTypeOnly === true || (elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly));
    (erased ? typesOnly : values).add(moduleSpecifier.text);
  }
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({
    specifier: fileName,
    erased: typesOnly.has(fileName) && !values.has(fileName),
  }));
}

function resolved(path: string): string {
  const file = [`${path}.ts`, join(path, 'index.ts'), path].find(
    (candidate) => candidate.endsWith('.ts') && existsSync(candidate),
  );
  assert.ok(file, `${path} does not exist`);
  return file;
}
const short = (file: string): string => relative(root, file);
/** Room of a file, or null for the files beside the rooms. */
const roomOf = (file: string): string | null => {
  const parts = short(file).split(sep);
  return parts.length > 1 ? parts[0]! : null;
};
const list = (some: readonly Import[]): string[] =>
  some.map(({ from, specifier }) => `${short(from)} imports ${specifier}`);

describe('the rooms of lib', () => {
  it('are all in the table', () => {
    const rooms = [...new Set(files.map(roomOf))].filter((room) => room !== null);
    assert.deepEqual(
      rooms.filter((room) => !(room in doors)),
      [],
    );
  });

  it('import only the rooms that the table allows', () => {
    const wrong = imports.filter(({ from, to }) => {
      const here = roomOf(from);
      const there = to === null ? null : roomOf(to);
      return here !== null && there !== null && here !== there && !doors[here]!.includes(there);
    });
    assert.deepEqual(list(wrong), []);
  });

  it('need every import that the table allows', () => {
    const used = new Set(
      imports.map(({ from, to }) => `${roomOf(from) ?? ''} ${to === null ? '' : (roomOf(to) ?? '')}`),
    );
    const idle = Object.entries(doors).flatMap(([room, allowed]) =>
      allowed.map((other) => `${room} ${other}`).filter((pair) => !used.has(pair)),
    );
    assert.deepEqual(idle, []);
  });

  it('stand in CONTRIBUTING.md with the imports of the table', () => {
    const rows = readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^\| `(\w+)` +\|[^|]*\|([^|]*)\|$/gm);
    const shown = [...rows].map(([, room, allowed]) => [room, [...allowed!.matchAll(/\w+/g)].map(String)]);
    const sorted = (entries: [string, readonly string[]][]) =>
      Object.fromEntries(entries.map(([room, allowed]) => [room, [...allowed].sort()]));
    assert.deepEqual(sorted(shown as [string, string[]][]), sorted(Object.entries(doors)));
  });

  it('enter another room by its door', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        to !== null &&
        roomOf(to) !== null &&
        roomOf(from) !== roomOf(to) &&
        !/^[^/\\]+[/\\]index\.ts$/.test(short(to)),
    );
    assert.deepEqual(list(wrong), []);
    assert.deepEqual(list(imports.filter(({ specifier }) => /^unetlab(?:\/|$)/.test(specifier))), []);
  });

  it('keep an explicit list of what is public at the door, without default exports', () => {
    const wrong = files.filter((file) => /^export (?:\*|default)/m.test(readFileSync(file, 'utf8')));
    assert.deepEqual(wrong.map(short), []);
  });

  it('use TensorFlow, files and the network only where the table says', () => {
    for (const [what, allowed, matches] of [
      ['TensorFlow', tensorflow, (name: string) => name.startsWith('@tensorflow/')],
      ['files or network', outside, (name: string) => outsideModules.test(name)],
    ] as const) {
      const used = new Map<string, Set<string>>();
      for (const { from, specifier } of imports) {
        const room = roomOf(from);
        if (room !== null && matches(specifier))
          used.set(room, (used.get(room) ?? new Set()).add(short(from)));
      }
      for (const [room, users] of used) {
        const limit = allowed[room] ?? 0;
        const most = limit === 'all' ? Infinity : limit;
        assert.ok(
          users.size <= most,
          `${room} uses ${what} in ${[...users].join(', ')}; allowed: ${most} file(s)`,
        );
      }
    }
  });
});

describe('imports', () => {
  it('make no cycle at run time', () => {
    const next = new Map<string, string[]>();
    for (const { from, to, erased } of imports)
      if (to !== null && !erased) next.set(from, [...(next.get(from) ?? []), to]);
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      const at = path.indexOf(file);
      if (at >= 0) cycles.push([...path.slice(at), file].map(short).join(' → '));
      if (at >= 0 || done.has(file)) return;
      for (const other of next.get(file) ?? []) visit(other, [...path, file]);
      done.add(file);
    };
    files.forEach((file) => {
      visit(file, []);
    });
    assert.deepEqual(cycles, []);
  });
});
