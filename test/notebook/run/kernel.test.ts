import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { joined, runNotebook, type ParameterValue, type RunResult } from 'unetlab/notebook/run';
import { writeNotebook, type CellText } from './write-notebook';

const root = process.cwd();
let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'kernel-'));
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs cells in a fresh kernel; `printed` holds what each code cell wrote. */
async function run(
  name: string,
  cells: readonly CellText[],
  parameters: Record<string, ParameterValue> = {},
): Promise<{ result: RunResult; printed: string[] }> {
  const output = join(folder, `${name}.out.ipynb`);
  const notebook = writeNotebook(join(folder, `${name}.ipynb`), cells);
  const result = await runNotebook({ notebook, output, parameters, cellTimeout: 120 }, { root });
  const { cells: executed } = JSON.parse(readFileSync(output, 'utf8')) as {
    cells: { cell_type: string; outputs?: { text?: unknown }[] }[];
  };
  const printed = executed
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ outputs = [] }) => outputs.map(({ text }) => joined(text)).join(''));
  return { result, printed };
}

/** Later cells with what they have to print. */
const later: readonly (readonly [string, string])[] = [
  ['console.log(JSON.stringify({ epochs }));', '{"epochs":1}\n'],
  [
    'console.log(JSON.stringify({ a: [{ b: { epochs, name } }], ...{ epochs } }));',
    '{"a":[{"b":{"epochs":1,"name":"n"}}],"epochs":1}\n',
  ],
  [
    'const give = (o: object, p = { name }): string => JSON.stringify([o, p]);\nconsole.log(give({ epochs }));',
    '[{"epochs":1},{"name":"n"}]\n',
  ],
  [
    'const { size = { epochs } } = {} as { size?: { epochs: number } };\nconsole.log(JSON.stringify(size));',
    '{"epochs":1}\n',
  ],
  [
    'interface Has { readonly epochs: number }\nconst typed = { epochs } satisfies Has as Has;\nconsole.log(JSON.stringify(typed));',
    '{"epochs":1}\n',
  ],
  [
    'console.log([7, 8].map((epochs) => JSON.stringify({ epochs, name })).join());',
    '{"epochs":7,"name":"n"},{"epochs":8,"name":"n"}\n',
  ],
  [
    '{\n  const name = "inner";\n  console.log(JSON.stringify({ name, epochs }));\n}\nfunction own({ epochs }: { epochs: number }): string {\n  return JSON.stringify({ epochs });\n}\nconsole.log(own({ epochs: 4 }));',
    '{"name":"inner","epochs":1}\n{"epochs":4}\n',
  ],
  [
    'const see = (): string => JSON.stringify({ epochs });\nepochs = 5;\nconsole.log(see());',
    '{"epochs":5}\n',
  ],
  ['epochs = 6;\nconsole.log(see());', '{"epochs":6}\n'],
  [
    'console.log(Object.keys({ join, sep, path, double, Shape }).join(), { double }.double(4), new ({ Shape }.Shape)(3).width, { join }.join("a", "b"));',
    'join,sep,path,double,Shape 8 3 a/b\n',
  ],
  [
    '({ epochs, name = "usual" } = { epochs: 9 } as { epochs: number; name?: string });\nconsole.log(epochs, name);',
    '9 usual\n',
  ],
  ['const { width: w, height: h = epochs } = shape;\nconsole.log(w, h);', '2 3\n'],
  ['let left = 0;\n({ width: left, height: epochs } = shape);\nconsole.log(left, epochs);', '2 3\n'],
  ['const shown = await Promise.resolve({ epochs });\nconsole.log(JSON.stringify(shown));', '{"epochs":3}\n'],
  [
    'class Box { kept = { epochs }; static all = { name }; }\nconsole.log(JSON.stringify([new Box(), Box.all]));',
    '[{"kept":{"epochs":3}},{"name":"usual"}]\n',
  ],
  ['const epochs = 11;\nconsole.log(JSON.stringify({ epochs }));', '{"epochs":11}\n'],
  [
    'console.log(JSON.stringify({ epochs, text: `${JSON.stringify({ epochs })}` }));',
    '{"epochs":11,"text":"{\\"epochs\\":11}"}\n',
  ],
];

describe('a cell', () => {
  it('writes { x } for a variable, import, function or class of an earlier cell', async () => {
    const { result, printed } = await run('short-form', [
      [
        'code',
        "import * as path from 'node:path';\nimport { join, sep } from 'node:path';\nlet epochs: number = 1;\nlet name = 'n';\nconst shape = { width: 2, height: 3 };\nfunction double(x: number): number {\n  return 2 * x;\n}\nclass Shape {\n  constructor(readonly width: number) {}\n}",
      ],
      ...later.map(([source]): CellText => ['code', source]),
    ]);
    assert.equal(result.failure?.message, undefined);
    assert.deepEqual(
      printed.slice(1),
      later.map(([, wanted]) => wanted),
    );
  });

  it('imports modules that other cells have written, and what these import', async () => {
    const { result, printed } = await run('modules', [
      ['code', '/** @module inner */\nexport const two: number = 2;'],
      [
        'code',
        "/** @module outer */\nimport { two } from './inner';\nexport const three = (): number => two + 1;",
      ],
      [
        'code',
        "import { three } from './outer';\nimport { basename } from 'node:path';\nconst own = three();",
      ],
      ['code', "console.log(own + three(), basename('/a/b'));"],
    ]);
    assert.equal(result.failure?.message, undefined);
    assert.equal(printed.at(-1), '6 b\n');
  });

  it('is given values with quotes, backslashes, line ends and ${} unchanged', async () => {
    const parameters = {
      text: 'a "b" \'c\' `d` \\n \\u0041 ${x} </script>\r\n\t\u2028 $& 𝒳',
      list: [1, -2.5e-7],
      choice: 'y',
      maybe: null,
      dataDir: 'C:\\new\\"folder"',
    };
    const { result, printed } = await run(
      'parameters',
      [
        [
          'parameters',
          "let text: string = 'a';\nlet list: number[] = [1];\nlet choice: 'x' | 'y' = 'x';\nlet maybe: number | null = 3;\nlet dataDir: string | null = null;",
        ],
        ['code', 'console.log(JSON.stringify({ text, list, choice, maybe, dataDir }));'],
      ],
      parameters,
    );
    assert.equal(result.failure?.message, undefined);
    assert.deepEqual(JSON.parse(printed.at(-1) ?? ''), parameters);
  });

  it('that is stopped by bad input shows the sentence and its own line, and no trace of the library', async () => {
    const { result, printed } = await run('bad-input', [
      [
        'code',
        "import { syntheticCells } from 'unetlab/data';\nconst two = 2;\nconst cells = syntheticCells({ count: -two });",
      ],
    ]);
    assert.deepEqual([result.failure?.name, result.failure?.line], ['RangeError', 3]);
    const lines = printed[0]!.trim().split('\n');
    assert.equal(lines[0], 'RangeError: invalid count; not a whole number: -2');
    assert.equal(lines.length, 2);
    assert.match(lines[1]!, /In\[1\]:\d+/);
  });

  it('with a mistake of its own shows where it happened', async () => {
    const { printed } = await run('mistake', [
      ['code', 'const given: { a?: { b: number } } = {};\nconsole.log(given.a!.b);'],
    ]);
    assert.match(
      printed[0]!,
      /^TypeError: Cannot read properties of undefined \(reading 'b'\)\n +at In\[1\]:\d+/,
    );
    assert.doesNotMatch(printed[0]!, /tslab|node:internal/);
  });

  it('that prints much has all of it in the notebook, in order, between other outputs', async () => {
    const lines = 60_000;
    const { result, printed } = await run('much-output', [
      [
        'code',
        `for (let k = 0; k < ${lines}; k += 1) {\n  console.log(k, 'x'.repeat(80));\n  if (k % 20_000 === 10_000) console.error('half');\n}`,
      ],
      [
        'code',
        "console.log('a');\nprocess.stdout.write('b');\nawait new Promise((r) => setTimeout(r, 200));\nconsole.log('c');",
      ],
    ]);
    assert.equal(result.failure?.message, undefined);
    const wanted = Array.from({ length: lines }, (_, k) => `${k} ${'x'.repeat(80)}`).join('\n');
    const text = printed[0]!.replace(/half\n/g, '');
    assert.equal(text.length, wanted.length + 1);
    assert.ok(text === `${wanted}\n`, 'every line, in order');
    assert.equal(printed[0]!.split('half\n').length, 4);
    assert.equal(printed[1], 'a\nbc\n');
  });
});
