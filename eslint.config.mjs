import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const chance = [
  { object: 'Math', property: 'random', message: 'Take a Random (unetlab/random) as an argument instead.' },
  { object: 'Date', property: 'now', message: 'Take the clock as an argument instead.' },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/.dist/**',
      'out/**',
      '.venv/**',
      'test/.venv-wandb/**',
      '.conda/**',
      'test/fixtures/**',
      'notebooks/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['lib/src/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off', // a type parameter also documents
    },
  },
  { files: ['lib/src/**/*.ts'], rules: { 'no-restricted-properties': ['error', ...chance] } },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' }, // node:test's describe/it return promises that the runner awaits
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
        AbortController: 'readonly',
      },
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        process: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        setImmediate: 'readonly',
      },
    },
  },
  {
    files: ['lib/web/*.js'], // run in a browser; `metrics` is put beside them
    languageOptions: {
      globals: Object.fromEntries(
        [
          'addEventListener',
          'atob',
          'Blob',
          'createImageBitmap',
          'DecompressionStream',
          'document',
          'globalThis',
          'ImageData',
          'metrics',
          'OffscreenCanvas',
          'performance',
          'Response',
          'setTimeout',
          'URL',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  prettier,
);
