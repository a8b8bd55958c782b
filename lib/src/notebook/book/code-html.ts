import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import yaml from 'highlight.js/lib/languages/yaml';
import { escapeHtml } from '../../text';

for (const [name, language] of Object.entries({ bash, cpp, json, python, typescript, yaml }))
  hljs.registerLanguage(name, language);

/** Names that people give the languages in fences, and endings of files. */
const aliases: Readonly<Record<string, string>> = {
  ts: 'typescript',
  js: 'typescript',
  mjs: 'typescript',
  cjs: 'typescript',
  javascript: 'typescript',
  sh: 'bash',
  shell: 'bash',
  py: 'python',
  cc: 'cpp',
  h: 'cpp',
  yml: 'yaml',
  jsonl: 'json',
};

/** Code as HTML with a class a word, for the page's style; in a language that is not known, as plain text. */
export function codeHtml(code: string, language: string): string {
  const name = aliases[language] ?? language;
  return hljs.getLanguage(name) === undefined
    ? escapeHtml(code)
    : hljs.highlight(code, { language: name, ignoreIllegals: true }).value;
}
