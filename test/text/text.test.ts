import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import MarkdownIt from 'markdown-it';
import {
  asMarkdown,
  csvCell,
  csvText,
  fileName,
  figureText,
  htmlText,
  markdown,
  markdownCode,
  markdownList,
  markdownText,
  pagePolicy,
  plainFigureText,
  safeMarkdown,
  shortWords,
  textsOf,
  visibleText,
  webAddress,
  yamlText,
} from 'unetlab/text';
import { parse } from 'yaml';
import { hostileTexts } from './hostile-texts';

const entries = Object.entries(hostileTexts);
// as careless a reader as there is
const reader = new MarkdownIt({ html: true, linkify: true });
reader.validateLink = () => true;
/** Text of a page without its tags, which must be those that `allowed` names. */
function textOf(html: string, allowed: RegExp): string {
  const tags = [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag).filter((tag) => !allowed.test(tag));
  assert.deepEqual(tags, []);
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/g, '&')
    .replace(/\u200b/g, '');
}
const shown = (text: string): string => shortWords(visibleText(text)).trim();

describe('markdownText', () => {
  for (const [name, text] of entries)
    it(`shows ${name} as text in a sentence, a heading, a list and a table`, () => {
      const value = markdownText(text);
      assert.doesNotMatch(value, /[\r\n]/);
      assert.equal(
        textOf(reader.render(`**Best:** ${value}!`), /^<\/?(?:p|strong)>$/).trim(),
        `Best: ${shown(text)}!`,
      );
      assert.equal(textOf(reader.render(value), /^<\/?p>$/).trim(), shown(text));
      assert.equal(textOf(reader.render(`# ${value}`), /^<\/?h1>$/).trim(), shown(text));
      assert.equal(textOf(reader.render(`- ${value}`), /^<\/?(?:ul|li)>$/).trim(), shown(text));
      const table = reader.render(`| a | b |\n|---|---|\n| ${value} | end |`);
      assert.equal(table.split('<td').length, 3);
      assert.match(textOf(table, /^<\/?(?:table|thead|tbody|tr|th|td)>$/), /\nend\n/);
    });

  it('leaves plain names, numbers and letters of all scripts as they are', () => {
    for (const text of ['val_loss', 'lr 1e-4', '-1.5', 'Überprüfung 4×4 ²', 'שלום', 'a-b.c', 'U-Net (512²)'])
      assert.equal(markdownText(text), text);
  });
});

describe('markdown', () => {
  it('takes its own words for Markdown and what is put in for text', () => {
    const inner = markdown`*${'a*b'}*`;
    assert.equal(markdown`**${'<b>'}**: ${inner}, ${3}`.text, '**&lt;b&gt;**: *a\\*b*, 3');
  });
});

describe('safeMarkdown', () => {
  const html = (text: string): string => reader.render(safeMarkdown(text));

  it('shows raw HTML as text, and leaves code and what is harmless alone', () => {
    assert.match(html('a <script>alert(1)</script>'), /&lt;script&gt;alert/);
    for (const text of [
      '`<b>` and ```` ` ````',
      '```html\n<b>\n```',
      '| a | b |\n|---|---|\n| **1** | < 2 |',
      '![a \\] < 1](figures/a.png) ![b](data:image/png;base64,AA==) [c](REPORT.md) [d](https://a.example/b_c) [e](#f)',
    ])
      assert.equal(safeMarkdown(text), text);
  });

  it('fetches nothing and follows no script, in whatever spelling', () => {
    for (const text of [
      '![x](http://evil.example/x.png)',
      '![x](//evil.example/x.png)',
      '![x](  <http://evil.example/x.png> "t")',
      '![x][y]\n\n[y]: http://evil.example/x.png',
      '![y]\n\n[y]: http://evil.example/x.png',
      '[x](javascript:alert(1))',
      '[x](\njavascript:alert(1))',
      '[x](JaVaScript:alert(1))',
      '[x](java&#115;cript:alert(1))',
      '[x](javascript&colon;alert(1))',
      '[x](<javascript:alert(1)>)',
      '[x](data:text/html,<script>alert(1)</script>)',
      '<javascript:alert(1)>',
      '- `a\n- <script>alert(1)</script> `',
      '| ` | <img src=x> ` |',
      '```\na\n   ```\n<script>alert(1)</script>\n```',
      '``` ` \n<script>alert(1)</script>\n```',
      'a\r<script>alert(1)</script>',
    ]) {
      const page = html(text);
      assert.doesNotMatch(page, /<(?:script|img)\b/i, text);
      assert.doesNotMatch(page, /href="(?!(?:http:)?\/\/evil)/i, text);
    }
  });
});

describe('htmlText', () => {
  for (const [name, text] of entries)
    it(`shows ${name} as text in an element and in an attribute`, () => {
      assert.doesNotMatch(htmlText(text), /[<>"']|&(?!#\d+;)/);
      assert.equal(textOf(`<p>${htmlText(text)}</p>`, /^<\/?p>$/).trim(), shown(text));
    });
});

describe('figureText', () => {
  for (const [name, text] of entries)
    it(`shows ${name} as text of a figure`, () => {
      const value = figureText(text);
      assert.doesNotMatch(value, /[<>$\n]|%\{/);
      assert.equal(plainFigureText(value), shortWords(visibleText(text), 60));
    });
});

describe('yamlText', () => {
  for (const [name, text] of entries)
    it(`keeps ${name} whole`, () => {
      const value = yamlText(text);
      assert.doesNotMatch(value, /[\n\u202e]/);
      assert.deepEqual(parse(`${value}: [${value}]`), { [text]: [text] });
    });
});

describe('csvCell', () => {
  it('quotes formulas as text and keeps numbers', () => {
    assert.equal(csvCell('=1+1'), `"'=1+1"`);
    assert.equal(csvCell('@SUM(A1)'), `"'@SUM(A1)"`);
    assert.equal(csvCell('-cmd'), `"'-cmd"`);
    assert.equal(csvCell('+cmd'), `"'+cmd"`);
    assert.equal(csvCell('\t=1'), `"'\t=1"`);
    for (const number of [-1.5, '-1.5', '+3', '-1e-7', '-.5', 1e21])
      assert.equal(csvCell(number), String(number));
    assert.equal(csvCell('a"b,c'), '"a""b,c"');
    assert.deepEqual([null, undefined, NaN, ''].map(csvCell), ['', '', '', '']);
  });

  it('makes rows that cannot be broken', () => {
    assert.equal(
      csvText(
        ['name', 'x'],
        [
          ['a\nb', -1],
          ['=c', null],
        ],
      ),
      `name,x\r\n"a\nb",-1\r\n"'=c",\r\n`,
    );
  });
});

describe('fileName', () => {
  it('is a name in the folder that it is joined to, for every text', () => {
    const folder = mkdtempSync(join(tmpdir(), 'names-'));
    try {
      for (const [, text] of entries) writeFileSync(join(folder, fileName(text)), '');
      assert.equal(readdirSync(folder).length, entries.length);
      assert.ok(!existsSync(join(folder, '..', 'passwd')));
      for (const name of readdirSync(folder)) {
        assert.match(name, /^[\p{L}\p{N}_][\p{L}\p{N}._~-]*$/u);
        assert.doesNotMatch(name, /^con(?:\.|$)|\.\./i);
        assert.ok(name.length <= 100);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('leaves plain names as they are and tells others apart', () => {
    for (const name of ['fig1_top5_configurations', 'heat-map', 'größe', 'a.b'])
      assert.equal(fileName(name), name);
    assert.notEqual(fileName('a/b'), fileName('a:b'));
    assert.notEqual(fileName(`${'x'.repeat(200)}1`), fileName(`${'x'.repeat(200)}2`));
    for (const name of ['', '.', '..', 'nul.txt', '   ', '-rf', '.hidden'])
      assert.match(fileName(name), /^[\p{L}_]/u);
  });
});

describe('webAddress', () => {
  it('is an address of the web, and can stand in parentheses', () => {
    assert.equal(webAddress('https://wandb.ai/a_b/c?d=1&e=2'), 'https://wandb.ai/a_b/c?d=1&e=2');
    assert.equal(webAddress('https://a.example/x)(<y>'), 'https://a.example/x%29%28%3Cy%3E');
    for (const address of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'x', '', null])
      assert.equal(webAddress(address), null);
  });
});

describe('visibleText and shortWords', () => {
  it('hide nothing, and keep long names apart', () => {
    assert.equal(visibleText('a\nb\tc\u0000\u202ed\u200b'), 'a ↵ b ⇥ c␀⟨U+202E⟩d⟨U+200B⟩');
    const [a, b] = ['1', '2'].map((middle) => shortWords('x'.repeat(200) + middle + 'x'.repeat(200)));
    assert.ok(a!.length <= 84);
    assert.notEqual(a, b);
    assert.equal(shortWords('a sentence of words '.repeat(20)), 'a sentence of words '.repeat(20));
  });
});

describe('textsOf', () => {
  const loud = textsOf((text) => `${text}!`, ['raw']);

  it('writes every string once, names of properties too, and copies nothing else', () => {
    const numbers = [1, 2];
    const facts = { a: 'b', numbers, raw: 'c', deep: [{ d: new Map([['e', 'f']]) }], none: null };
    const written = loud(facts) as unknown as Record<string, unknown>;
    assert.deepEqual(written, {
      'a!': 'b!',
      'numbers!': [1, 2],
      'raw!': 'c',
      'deep!': [{ 'd!': new Map([['e!', 'f!']]) }],
      'none!': null,
    });
    assert.equal(written['numbers!'], numbers);
    assert.equal(loud(written), written);
    assert.equal(loud(written['deep!']), written['deep!']);
    assert.equal(loud(facts) as unknown, written);
  });
});

describe('markdownList and markdownCode', () => {
  it('take items as text but for Markdown, and leave empty ones out', () => {
    const name = '[x](javascript:1) **b**';
    assert.equal(
      markdownList(['', null, name, markdown`**best:** ${name}`, asMarkdown('*as it is*')]).text,
      [
        '- \\[x\\](javascript:1) \\*\\*b\\*\\*',
        '- **best:** \\[x\\](javascript:1) \\*\\*b\\*\\*',
        '- *as it is*',
      ].join('\n'),
    );
    assert.equal(markdownList(['a', '', 'b'], { numbered: true }).text, '1. a\n2. b');
    assert.equal(markdownList([]).text, '');
  });

  it('fence program text longer than any fence in it', () => {
    assert.equal(markdownCode('a\n````\n', 'yaml').text, '`````yaml\na\n````\n`````');
  });
});

describe('pagePolicy', () => {
  it('allows nothing but pictures beside the page, its styles, and scripts by their hash', () => {
    assert.match(pagePolicy(), /default-src 'none'.*script-src 'none'/);
    assert.match(
      pagePolicy({ scripts: ['1'] }),
      /script-src 'sha256-a4ayc\/80\/OGda4BO\/1o\/V0etpOqiLx1JwB5S3beHW0s='/,
    );
  });
});
