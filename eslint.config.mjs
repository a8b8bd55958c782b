import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const chance = [
  { object: 'Math', property: 'random', message: 'Take a Random (unetlab/random) as an argument instead.' },
  { object: 'Date', property: 'now', message: 'Take the clock as an argument instead.' },
];

/** A template with something put in between parts of which one matches. */
const template = (pattern) =>
  `TemplateLiteral[expressions.length>0]:has(> TemplateElement[value.raw=${pattern}])`;
/** The same, in a file that calls none of the functions that make what was read text of that language. */
const without = (calls, pattern) =>
  `Program:not(:has(CallExpression[callee.name=${calls}])) ${template(pattern)}`;

const markdownShown = {
  selector:
    ":matches(CallExpression[callee.name='showMarkdown'], NewExpression[callee.name='Markdown'], CallExpression[callee.name='asMarkdown']) > TemplateLiteral[expressions.length>0]",
  message:
    'What is put in would be read as Markdown: use the tags showMarkdown`…` and markdown`…`, or markdownList.',
};
const csvJoined = {
  selector: "CallExpression[callee.property.name='join'][arguments.0.value=/^[,;\\t]$/]",
  message:
    'Write CSV with csvText or csvCell (unetlab/text): they quote, and a cell that begins with = is no formula.',
};
const textElsewhere = [markdownShown, csvJoined];

/** What was read is shown through lib/src/text alone; each room has the languages that it writes. */
const textRules = (...rules) => ({ 'no-restricted-syntax': ['error', ...textElsewhere, ...rules] });

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
  // elsewhere a comma joins keys, not cells
  {
    files: ['lib/src/**/*.ts'],
    ignores: ['lib/src/text/**'],
    rules: { 'no-restricted-syntax': ['error', markdownShown] },
  },
  {
    files: ['lib/src/reports/**/*.ts'],
    rules: textRules(
      {
        selector: without('/^(?:markdownTexts?|webAddress)$/', '/\\]\\($/'),
        message: 'Make the address of a link with webAddress and its words with markdownText (unetlab/text).',
      },
      {
        selector: without('/^(?:htmlText|escapeHtml)$/', '/<[a-z!\\/]/i'),
        message: 'Put values into HTML with htmlText (unetlab/text).',
      },
    ),
  },
  {
    files: ['lib/src/notebook/**/*.ts'],
    rules: textRules(
      {
        selector: without('/^(?:htmlText|escapeHtml)$/', '/<[a-z!\\/]/i'),
        message: 'Put values into HTML with htmlText (unetlab/text).',
      },
      {
        selector: without('/^(?:markdownText|webAddress)$/', '/\\]\\($/'),
        message: 'Make the address of a link with webAddress and its words with markdownText (unetlab/text).',
      },
    ),
  },
  {
    files: ['lib/src/figures/**/*.ts'],
    rules: textRules(
      {
        selector: without('/^figureTexts?$/', '/<[a-z\\/]/i'),
        message:
          'Begin the drawing with figureTexts(info): Plotly reads HTML, links and formulas in what it is given.',
      },
      {
        selector: `Program:not(:has(CallExpression[callee.name='webAddress'])) ${template('/<a\\b/i')}`,
        message: 'Make the address of a link with webAddress (unetlab/text).',
      },
    ),
  },
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
        fetch: 'readonly',
      },
    },
  },
  {
    files: ['lib/web/**/*.js'], // run in a browser; `metrics` is put beside them
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
          'IntersectionObserver',
          'localStorage',
          'matchMedia',
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
