import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, it } from 'node:test';
import type ts from 'typescript';

// Cells are compiled by tslab's own TypeScript, which hides errors in declarations: what it cannot read becomes `any`.
describe('declarations of the library', () => {
  it('are readable by the compiler of the kernel', () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a fork of TypeScript under another name
    const kernel = require('@tslab/typescript-for-tslab') as typeof ts;
    const root = join(process.cwd(), 'lib', 'dist');
    const rooms = readdirSync(root).filter((room) => existsSync(join(root, room, 'index.d.ts')));
    assert.ok(rooms.length > 5, `only ${rooms.length} rooms are built`);
    const cell = join(process.cwd(), 'notebooks', '__cell__.ts');
    const text = [...rooms, 'notebook/run']
      .map(
        (room, i) => `import * as room${i} from 'unetlab/${room}';\nvoid room${i};`, // `export` is no name
      )
      .join('\n');
    // the options of tslab's converter, but for skipLibCheck
    const options: ts.CompilerOptions = {
      module: kernel.ModuleKind.ESNext,
      moduleResolution: kernel.ModuleResolutionKind.Node10,
      target: kernel.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      types: ['node'],
      esModuleInterop: true,
      noEmit: true,
      skipLibCheck: false,
    };
    const host = kernel.createCompilerHost(options);
    const getSourceFile = host.getSourceFile.bind(host);
    const fileExists = host.fileExists.bind(host);
    host.fileExists = (file) => file === cell || fileExists(file);
    host.getSourceFile = (file, target, ...rest) =>
      file === cell ? kernel.createSourceFile(file, text, target) : getSourceFile(file, target, ...rest);
    const program = kernel.createProgram([cell], options, host);
    const ours = program
      .getSourceFiles()
      .filter(
        ({ fileName }) =>
          fileName === cell || fileName.startsWith(root + sep) || fileName.includes('node_modules/unetlab/'),
      );
    assert.ok(ours.length > rooms.length);
    const problems = ours.flatMap((file) =>
      [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
        ({ messageText }) =>
          `${relative(process.cwd(), file.fileName)}: ${kernel.flattenDiagnosticMessageText(messageText, ' ')}`,
      ),
    );
    assert.deepEqual(problems, []);
  });
});
