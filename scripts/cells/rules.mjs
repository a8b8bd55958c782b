import { join } from 'node:path';
import { ESLint } from 'eslint';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { notebookModule } from './module.mjs';

const overrideConfig = [
  { files: ['**/*.ts'] },
  ...tseslint.config(js.configs.recommended, ...tseslint.configs.recommended, {
    rules: {
      'no-undef': 'off', // the compiler's
      '@typescript-eslint/no-unused-vars': 'off', // the compiler's
      'prefer-const': 'error',
      eqeqeq: 'error',
      'object-shorthand': ['error', 'never'], // the kernel does not find a name of an earlier cell in the short form
    },
  }),
];

/** Faults of the cells by the linter's recommended rules, and those of the kernel. */
export async function ruleFaults(notebooks, root) {
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig, ignore: false });
  const found = [];
  for (const notebook of notebooks) {
    const { text, cellAt } = notebookModule(notebook);
    const [result] = await eslint.lintText(text, { filePath: join(root, 'lib', `${notebook.file}.ts`) });
    for (const { line, ruleId, message } of result.messages)
      found.push(`${notebook.name} ${cellAt(line)}: ${message} (${ruleId ?? 'syntax'})`);
  }
  return found;
}
