import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { digest, plainCode } from './digests';
import { codeCells, type RawNotebook } from './raw-notebook';

/**
 * The part of the library that a notebook's results can depend on: the files that its imports reach, name by name through the
 * rooms' doors, so that a change elsewhere does not count; and the recorded data. A digest a room, so that what changed can
 * be named. Code counts as it runs: comments and types do not.
 */
export class LibraryReach {
  private readonly parsed = new Map<string, ts.SourceFile>();
  private readonly plain = new Map<string, string>();
  private readonly source: string;

  /** @param root the checkout */
  constructor(private readonly root: string) {
    this.source = join(root, 'lib', 'src');
  }

  /** Digest by room; `data` the rooms, `data/` the recorded files. */
  digests(notebook: RawNotebook): Record<string, string> {
    const rooms = new Map<string, string[]>();
    for (const file of [...this.files(notebook)].sort()) {
      const path = relative(this.source, file).split(sep);
      const room = path.length > 1 ? path[0]! : '.';
      rooms.set(room, [...(rooms.get(room) ?? []), `${path.join('/')} ${this.plainOf(file)}`]);
    }
    const recorded = filesBelow(join(this.root, 'data')).filter((file) => !/README|LICENSE/.test(file));
    return {
      ...Object.fromEntries([...rooms].map(([room, texts]) => [room, digest(texts.join('\n'))])),
      'data/': digest(recorded.map((file) => digest(readFileSync(file))).join(' ')),
    };
  }

  /** Files of the library that the notebook's imports reach. */
  files(notebook: RawNotebook): Set<string> {
    const reached = new Set<string>();
    for (const { source } of codeCells(notebook)) {
      const cell = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022);
      for (const { specifier, names } of importsOf(cell)) {
        const room = /^unetlab(?:\/(.+))?$/.exec(specifier);
        if (room !== null) this.enter(join(this.source, room[1] ?? '', 'index.ts'), names, reached);
      }
    }
    return reached;
  }

  /** Follows names through a door, all of them where `names` is null; a file that is no door is taken whole. */
  private enter(file: string, names: readonly string[] | null, reached: Set<string>): void {
    if (!existsSync(file)) return;
    if (!file.endsWith(`${sep}index.ts`)) {
      this.take(file, reached);
      return;
    }
    for (const { specifier, names: offered } of exportsOf(this.parse(file))) {
      const wanted = offered.filter(({ name }) => names === null || names.includes(name));
      const to = resolved(dirname(file), specifier);
      if (to !== null && wanted.length > 0)
        this.enter(
          to,
          wanted.map(({ original }) => original),
          reached,
        );
    }
  }

  private take(file: string, reached: Set<string>): void {
    if (reached.has(file)) return;
    reached.add(file);
    const parsed = this.parse(file);
    for (const { specifier, names } of importsOf(parsed)) {
      const to = specifier.startsWith('.') ? resolved(dirname(file), specifier) : null;
      if (to !== null) this.enter(to, names, reached);
    }
    // threads and processes are started by the name of their file
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) && /^[\w./-]+\.js$/.test(node.text)) {
        const to = join(dirname(file), node.text.replace(/\.js$/, '.ts'));
        if (existsSync(to)) this.take(to, reached);
      }
      ts.forEachChild(node, visit);
    };
    visit(parsed);
  }

  private parse(file: string): ts.SourceFile {
    const known = this.parsed.get(file);
    if (known !== undefined) return known;
    const parsed = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
    this.parsed.set(file, parsed);
    return parsed;
  }

  private plainOf(file: string): string {
    const known = this.plain.get(file);
    if (known !== undefined) return known;
    const plain = digest(plainCode(this.parse(file).text));
    this.plain.set(file, plain);
    return plain;
  }
}

/** Imports that leave something to run; `names` is null where all of a module is taken. */
function importsOf(file: ts.SourceFile): { specifier: string; names: string[] | null }[] {
  return file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const { importClause: clause, moduleSpecifier } = statement;
    if (clause?.isTypeOnly === true) return [];
    const bindings = clause?.namedBindings;
    const named = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : null;
    const names = named
      ?.filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ name, propertyName }) => (propertyName ?? name).text);
    return names?.length === 0 ? [] : [{ specifier: moduleSpecifier.text, names: names ?? null }];
  });
}

function exportsOf(
  file: ts.SourceFile,
): { specifier: string; names: { name: string; original: string }[] }[] {
  const imported = new Map(
    importsOf(file).flatMap(({ specifier, names }) =>
      (names ?? []).map((name) => [name, specifier] as const),
    ),
  );
  return file.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const { exportClause, moduleSpecifier } = statement;
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
    return exportClause.elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .flatMap(({ name, propertyName }) => {
        const original = (propertyName ?? name).text;
        const specifier =
          moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)
            ? moduleSpecifier.text
            : imported.get(original);
        return specifier === undefined ? [] : [{ specifier, names: [{ name: name.text, original }] }];
      });
  });
}

const resolved = (folder: string, specifier: string): string | null =>
  [`${join(folder, specifier)}.ts`, join(folder, specifier, 'index.ts')].find((file) => existsSync(file)) ??
  null;

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((file) => join(folder, file))
        .filter((file) => statSync(file).isFile())
    : [];
