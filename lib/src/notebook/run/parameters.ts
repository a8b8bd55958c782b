import type ts from 'typescript';
import type { NotebookFile } from './notebook-file';
import { typeOfNode, typeOfValue, type ParameterType } from './parameter-type';

/** A parameter of a notebook: a `let` of its cell tagged `parameters`. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** The type as written, or as it follows from the default. */
  readonly typeText: string;
  /** The default as written. */
  readonly defaultText: string;
  /** The comment behind it or above it; empty where there is none. */
  readonly comment: string;
}

/** The parameters of a notebook, in order; empty where no cell is tagged `parameters`. */
export function notebookParameters(notebook: NotebookFile): Parameter[] {
  const cell = notebook.cells.find(({ type, tags }) => type === 'code' && tags.includes('parameters'));
  return cell === undefined ? [] : parseParameters(cell.source);
}

/** The `let` declarations of a cell. */
export function parseParameters(source: string): Parameter[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loading the compiler takes a third of a second: only here
  const compiler = require('typescript') as typeof ts;
  const file = compiler.createSourceFile('parameters.ts', source, compiler.ScriptTarget.ES2022, true);
  const isLet = (statement: ts.Statement): statement is ts.VariableStatement =>
    compiler.isVariableStatement(statement) &&
    (statement.declarationList.flags & compiler.NodeFlags.Let) !== 0;
  return file.statements.filter(isLet).flatMap((statement) =>
    statement.declarationList.declarations.flatMap((declaration): Parameter[] => {
      const { name, type, initializer } = declaration;
      if (!compiler.isIdentifier(name) || initializer === undefined) return [];
      const known = type ? typeOfNode(compiler, type) : typeOfValue(compiler, initializer);
      return [
        {
          name: name.text,
          type: known,
          typeText: type?.getText() ?? typeText(known),
          defaultText: initializer.getText(),
          comment: commentOf(compiler, source, statement),
        },
      ];
    }),
  );
}

function commentOf(compiler: typeof ts, source: string, statement: ts.Statement): string {
  const behind = compiler.getTrailingCommentRanges(source, statement.getEnd()) ?? [];
  const above = compiler.getLeadingCommentRanges(source, statement.getFullStart()) ?? [];
  const ranges = behind.length > 0 ? behind : above;
  return ranges
    .map(({ pos, end }) =>
      source
        .slice(pos, end)
        .replace(/^\/\/+|^\/\*+|\*\/$|^\s*\*/gm, '')
        .replace(/\s*\n\s*/g, ' ')
        .trim(),
    )
    .join(' ');
}

/** A type in TypeScript's words. */
export function typeText(type: ParameterType): string {
  switch (type.kind) {
    case 'literal':
      return typeof type.value === 'string' ? `'${type.value}'` : String(type.value);
    case 'array':
      return type.of.kind === 'union' ? `(${typeText(type.of)})[]` : `${typeText(type.of)}[]`;
    case 'union':
      return type.of.map(typeText).join(' | ');
    case 'other':
      return 'a type of its own';
    case 'number':
    case 'string':
    case 'boolean':
    case 'null':
      return type.kind;
  }
}
