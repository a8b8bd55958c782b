import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { environmentProgram } from 'unetlab/notebook';
import { jupyterEnvironment, readNotebook, runAll, RunReport, type RunResult } from 'unetlab/notebook/run';
import { writeNotebook, type CellText } from './write-notebook';

// Real kernels, each in need of about three seconds: everything that can share a run does.
const root = process.cwd();
const secret = 'kq83-not-a-real-key';
const wandbKey = 'w9-not-a-real-key-either';
let folder = '';
const inFolder = (name: string): string => join(folder, name);

const notebooks: Record<string, readonly CellText[]> = {
  good: [
    ['md', '# Good'],
    ['code', "import { Random } from 'unetlab/random';"],
    [
      'parameters',
      "let epochs: number = 3; // passes\nlet profile: 'smoke' | 'teach' = 'teach';\nlet apiKey: string = '';",
    ],
    [
      'code',
      'console.log(`epochs=${epochs} profile=${profile} key=${apiKey} wandb=${process.env.WANDB_API_KEY}`, new Random(1).uniform() < 1);',
    ],
  ],
  'type-error': [
    ['code', 'let count: number = 1;'],
    ['code', 'const doubled = count * 2;\n\nconst text: string = doubled;'],
    ['code', "console.log('never');"],
  ],
  throw: [
    [
      'code',
      'interface Shape {\n  readonly width: number;\n}\nfunction area({ width }: Shape): number {\n  return width;\n}',
    ],
    [
      'code',
      "for (const width of [1, 5]) {\n  if (area({ width }) > 3) {\n    throw new RangeError('too wide');\n  }\n}",
    ],
  ],
  'late-throw': [
    ['code', "const timer = setTimeout(() => {\n  throw new Error('too late');\n}, 600);"],
    ['code', "console.log('last cell');"],
  ],
  'late-rejection': [
    [
      'code',
      "const work = async (): Promise<void> => {\n  await new Promise((r) => setTimeout(r, 300));\n  throw new TypeError('nobody waits');\n};\nvoid work();",
    ],
  ],
  endless: [
    ['code', "console.log('started');"],
    ['code', 'while (true) {}'],
  ],
  exit: [['code', 'process.exit(4);']],
};

let terminal = '';
const results = new Map<string, RunResult>();

before(async () => {
  process.env.WANDB_API_KEY = wandbKey;
  folder = mkdtempSync(join(tmpdir(), 'papermill-'));
  const runs = Object.entries(notebooks).map(([name, cells]) => ({
    name,
    notebook: writeNotebook(inFolder(`${name}.ipynb`), cells),
    output: inFolder(`${name}.out.ipynb`),
    parameters: name === 'good' ? { epochs: 9, profile: 'smoke', apiKey: secret } : {},
    cellTimeout: name === 'endless' ? 1 : null,
  }));
  const report = new RunReport({
    write: (text) => {
      terminal += text;
    },
    live: false,
    width: 14,
    detail: 'notebooks',
    now: () => performance.now(),
  });
  const all = await runAll(runs, 3, report, { root });
  runs.forEach(({ name }, i) => results.set(name, all[i]!));
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const output = (name: string) => readNotebook(inFolder(`${name}.out.ipynb`));

describe('a notebook that runs', () => {
  it('gets its parameters with papermill’s tags, after the tagged cell', () => {
    assert.equal(results.get('good')?.status, 'ok', terminal);
    const { cells, metadata } = output('good');
    const injected = cells[3]!;
    assert.deepEqual(injected.tags, ['injected-parameters']);
    assert.equal(
      injected.source,
      '// Parameters\nepochs = 9;\nprofile = "smoke";\napiKey = "(secret, not stored)";\nvoid 0;\n',
    );
    const { parameters } = metadata.papermill as { parameters: Record<string, unknown> };
    assert.deepEqual([parameters.epochs, parameters.profile], [9, 'smoke']);
  });

  it('ran with the secret, which is nowhere in the file', () => {
    const text = readFileSync(inFolder('good.out.ipynb'), 'utf8');
    assert.ok(!text.includes(secret) && !text.includes(wandbKey));
    assert.ok(
      text.includes('epochs=9 profile=smoke key=(secret, not stored) wandb=(secret, not stored) true'),
    );
    assert.ok(!terminal.includes(secret));
  });

  it('numbers the executed cells', () => {
    assert.deepEqual(
      output('good').cells.map(({ executionCount }) => executionCount),
      [null, 1, 2, 3, 4],
    );
  });
});

describe('a notebook that fails', () => {
  const fails = (
    name: string,
    want: { kind: string; cell: number; line: number | null; source: string | null; message: RegExp },
  ) => {
    const failure = results.get(name)?.failure;
    assert.ok(failure, `${name} has not failed:\n${terminal}`);
    const { kind, cell, line, source } = failure;
    assert.deepEqual(
      { kind, cell, line, source },
      { kind: want.kind, cell: want.cell, line: want.line, source: want.source },
    );
    assert.match(failure.message, want.message);
    // papermill puts notices above the failing cell, so it is looked for by its number
    const failed = output(name).cells.find(({ executionCount }) => executionCount === failure.execution);
    const stored = failed?.outputs.at(-1);
    assert.equal(stored?.output_type, 'error', 'the executed file holds the error');
  };

  it('names a type error with its line, and stops', () => {
    fails('type-error', {
      kind: 'type',
      cell: 1,
      line: 3,
      source: 'const text: string = doubled;',
      message: /'number' is not assignable to type 'string'/,
    });
    assert.deepEqual(output('type-error').cells.at(-1)?.outputs, []);
  });

  it('finds the line of a throw in the TypeScript source', () => {
    fails('throw', {
      kind: 'throw',
      cell: 1,
      line: 3,
      source: "throw new RangeError('too wide');",
      message: /^too wide$/,
    });
  });

  it('sees a throw in a timer after the last cell, and blames the right one', () => {
    fails('late-throw', {
      kind: 'late',
      cell: 0,
      line: 2,
      source: "throw new Error('too late');",
      message: /too late \(late throw\)/,
    });
  });

  it('sees a rejection that nobody waits for', () => {
    fails('late-rejection', {
      kind: 'late',
      cell: 0,
      line: 3,
      source: "throw new TypeError('nobody waits');",
      message: /nobody waits \(unhandled rejection\)/,
    });
  });

  it('ends a cell at its time limit', () => {
    fails('endless', { kind: 'timeout', cell: 1, line: null, source: null, message: /longer than 1 s/ });
  });

  it('says when a cell ends the kernel', () => {
    fails('exit', { kind: 'died', cell: 0, line: null, source: null, message: /process\.exit\(4\)/ });
  });

  it('puts notebook, cell, line and stderr on the terminal', () => {
    assert.match(terminal, /type-error +FAILED/);
    assert.match(terminal, /type-error, cell 2 \(In \[2\]\), line 3: const text: string = doubled;/);
    assert.match(terminal, /stderr:\n +3:7 - Type 'number'/);
  });
});

const run = (
  program: string,
  args: string[],
  env = process.env,
): Promise<{ code: number | null; text: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, text });
    });
  });

describe('plain papermill', () => {
  it('sets parameters, and the kernel checks their types', async () => {
    const papermill = environmentProgram('papermill')!;
    const base = ['--no-progress-bar', inFolder('good.ipynb')];
    const [good, bad] = await Promise.all([
      run(papermill, [...base, inFolder('plain.ipynb'), '-p', 'epochs', '4'], jupyterEnvironment(root)),
      run(
        papermill,
        [...base, inFolder('plain-bad.ipynb'), '-p', 'epochs', 'four'],
        jupyterEnvironment(root),
      ),
    ]);
    assert.equal(good.code, 0, good.text);
    assert.match(readFileSync(inFolder('plain.ipynb'), 'utf8'), /epochs=4 profile=teach/);
    assert.notEqual(bad.code, 0);
    assert.match(bad.text, /Type 'string' is not assignable to type 'number'/);
  });
});

describe('npm run notebook', () => {
  const notebook = (...args: string[]) =>
    run(process.execPath, [join(root, 'scripts', 'notebook.mjs'), ...args]);

  it('refuses a wrong parameter before anything runs', async () => {
    const { code, text } = await notebook(
      inFolder('good.ipynb'),
      '-p',
      'epoch=3',
      '-o',
      inFolder('refused.ipynb'),
    );
    assert.equal(code, 2);
    assert.match(
      text,
      /good has no parameter epoch \(did you mean epochs\?\); it has epochs, profile, apiKey/,
    );
    assert.ok(!existsSync(inFolder('refused.ipynb')));
  });

  it('stops in order when it is interrupted, and keeps the cells so far', async () => {
    writeNotebook(inFolder('long.ipynb'), [
      ['code', "console.log('first cell');"],
      ['code', 'await new Promise((resolve) => setTimeout(resolve, 60000));'],
    ]);
    const child = spawn(
      process.execPath,
      ['scripts/notebook.mjs', inFolder('long.ipynb'), '-o', inFolder('long.out.ipynb')],
      { cwd: root },
    );
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const isInside = (): boolean =>
      existsSync(inFolder('long.out.ipynb')) &&
      readFileSync(inFolder('long.out.ipynb'), 'utf8').includes('first cell\\n');
    for (let i = 0; i < 300 && !isInside(); i += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill('SIGINT');
    assert.equal(await ended, 130);
    const kept = readNotebook(inFolder('long.out.ipynb'));
    assert.equal(kept.cells[0]?.outputs.length, 1);
  });
});
