import { dirname, join } from 'node:path';
import ts from 'typescript';
import { notebookModule } from './module.mjs';

/** Errors of types in the cells of notebooks, strictly, against the built library. */
export function typeFaults(notebooks, root) {
  const modules = new Map();
  const virtual = new Map();
  for (const notebook of notebooks) {
    const folder = join(root, 'notebooks', dirname(notebook.name));
    const module = notebookModule(notebook);
    const path = join(folder, `${notebook.file}.ts`);
    modules.set(path, { ...module, name: notebook.name });
    virtual.set(path, module.text);
    virtual.set(join(folder, `${notebook.file}.parameters.ts`), module.parameters);
  }
  const options = {
    strict: true,
    noUnusedLocals: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10, // as the kernel's
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  const { getSourceFile } = host;
  host.getSourceFile = (path, ...rest) =>
    virtual.has(path)
      ? ts.createSourceFile(path, virtual.get(path), options.target, true)
      : getSourceFile.call(host, path, ...rest);
  const program = ts.createProgram([...virtual.keys()], options, host);
  return [...virtual.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.flatMap(({ start, messageText }) => {
      const { line } = source.getLineAndCharacterOfPosition(start);
      const module = modules.get(path);
      // a solution has a profile that it may not need
      if (module?.cellAt(line + 1) === 'parameters') return [];
      const where = module
        ? `${module.name} ${module.cellAt(line + 1)}`
        : `${path.slice(root.length + 1)}:${line + 1}`;
      return `${where}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}: ${source.text.split('\n')[line].trim().slice(0, 80)}`;
    });
  });
}
