import assert from 'node:assert/strict';
import { existsSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { StubCheckout, until } from './stub-checkout';

const noted = (calls: readonly string[]): string[] =>
  calls.map((line) => line.replace(/ .*?(pip|venv|ci|create).*/, ' $1'));
let checkout: StubCheckout;

describe('set-up', () => {
  before(() => {
    checkout = new StubCheckout();
  });
  after(() => {
    checkout.dispose();
  });

  it('makes everything, in order', async () => {
    const { code, text } = await checkout.run();
    assert.equal(code, 0, text);
    const calls = checkout.calls();
    const order = ['npm ci', 'python3 -m venv', 'python -m pip install', 'tslab install', 'tsc'].map((call) =>
      calls.findIndex((line) => line.replace(/^python3 -m pip/, 'python -m pip').startsWith(call)),
    );
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
      calls.join('\n'),
    );
    assert.ok(!order.includes(-1), calls.join('\n'));
    assert.equal(readlinkSync(join(checkout.root, 'node_modules/@tensorflow/tfjs-node')), 'tfjs-node-gpu');
    assert.match(
      calls.join('\n'),
      /pip install .*--require-hashes --only-binary=:all: -r \S+environment\.txt\n.*pip install .*--no-deps --no-build-isolation \.\/scripts\/papermill-typescript/,
    );
  });

  it('does nothing when nothing changed', async () => {
    const { code, text } = await checkout.run();
    assert.deepEqual({ code, text, calls: checkout.calls() }, { code: 0, text: '', calls: [] });
  });

  it('does again only what a change concerns', async () => {
    writeFileSync(join(checkout.root, 'lib', 'src', 'new.ts'), 'export {};');
    await checkout.run();
    assert.deepEqual(checkout.calls(), ['tsc']);
    const file = join(checkout.root, 'package.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"scripts": {', '"scripts": { "another": "true",'));
    await checkout.run();
    assert.deepEqual(checkout.calls(), [], 'a new npm script changes nothing');
    writeFileSync(file, text.replace('"tslab": "1', '"tslab": "2'));
    await checkout.run();
    assert.ok(checkout.calls().includes('npm ci --ignore-scripts --no-audit --no-fund --loglevel=http'));
  });

  it('repairs what was deleted by hand', async () => {
    rmSync(join(checkout.root, '.venv'), { recursive: true });
    assert.equal((await checkout.run()).code, 0);
    const calls = noted(checkout.calls());
    assert.ok(
      calls.some((line) => line.includes('venv')) && !calls.some((line) => line.startsWith('npm ci')),
      calls.join('\n'),
    );
    assert.ok(existsSync(join(checkout.root, '.venv/share/jupyter/kernels/tslab/kernel.json')));
  });

  it('repairs what an interrupt left half-made', async () => {
    rmSync(join(checkout.root, '.venv'), { recursive: true });
    const running = checkout.start({ PIP_WAITS_FOR: join(checkout.base, 'never') });
    await until(() => existsSync(join(checkout.root, '.venv/bin/python')));
    running.interrupt();
    const stopped = await running.result;
    assert.equal(stopped.code, 130, stopped.text);
    assert.match(stopped.text, /set-up interrupted; the next run goes on from here/);
    assert.ok(!existsSync(join(checkout.root, '.setup/lock')));
    checkout.calls();
    assert.equal((await checkout.run()).code, 0);
    assert.ok(
      checkout.calls().some((line) => line.includes('-m venv')),
      'the environment is made anew',
    );
    assert.equal((await checkout.run()).text, '');
  });

  it('starts the kernel under the Node that set up', async () => {
    const file = join(checkout.root, '.venv/share/jupyter/kernels/tslab/kernel.json');
    const { argv } = JSON.parse(readFileSync(file, 'utf8')) as { argv: string[] };
    assert.deepEqual(argv.slice(0, 2), [process.execPath, join(checkout.root, 'scripts/kernel/tslab.cjs')]);
    writeFileSync(file, JSON.stringify({ argv: ['/another/node', ...argv.slice(1)] }));
    assert.equal((await checkout.run()).code, 0);
    assert.ok(readFileSync(file, 'utf8').includes(process.execPath));
    checkout.calls();
  });

  it('notices that the checkout was moved', async () => {
    const moved = join(checkout.base, 'elsewhere');
    renameSync(checkout.root, moved);
    checkout.root = moved;
    assert.equal((await checkout.run()).code, 0);
    const calls = checkout.calls();
    assert.ok(
      calls.some((line) => line.includes('-m venv')),
      calls.join('\n'),
    );
    assert.ok(!calls.some((line) => line.startsWith('npm ci')), 'Node packages hold no absolute paths');
    const kernel = readFileSync(join(moved, '.venv/share/jupyter/kernels/tslab/kernel.json'), 'utf8');
    assert.ok(kernel.includes(moved));
  });

  it('lets a second one wait for the first', async () => {
    rmSync(join(checkout.root, '.setup'), { recursive: true });
    const go = join(checkout.base, 'go');
    const first = checkout.start({ PIP_WAITS_FOR: go });
    await until(() => existsSync(join(checkout.root, '.setup/lock')));
    const second = checkout.start();
    await until(() => second.said().includes('waiting'));
    writeFileSync(go, '');
    const [a, b] = await Promise.all([first.result, second.result]);
    assert.deepEqual([a.code, b.code], [0, 0], a.text + b.text);
    assert.equal(checkout.calls().filter((line) => line.startsWith('npm ci')).length, 1);
    assert.match(b.text, /another set-up of this checkout is running \(process \d+\); waiting/);
  });

  it('takes over the lock of one that is gone', async () => {
    rmSync(join(checkout.root, 'lib', 'dist'), { recursive: true });
    writeFileSync(join(checkout.root, '.setup/lock'), JSON.stringify({ pid: 2 ** 22 + 1, start: null }));
    const { code, text } = await checkout.run();
    assert.equal(code, 0, text);
    assert.deepEqual(checkout.calls(), ['tsc']);
  });
});

describe('set-up with conda', () => {
  before(() => {
    checkout = new StubCheckout();
    checkout.stub(
      'micromamba',
      'while [ $# -gt 0 ]; do case "$1" in --prefix) prefix="$2";; --file) cat "$2" >> "$LOG";; esac; shift; done\n' +
        'mkdir -p "$prefix/bin"; cp "$(dirname "$0")/python3" "$prefix/bin/python"',
    );
  });
  after(() => {
    checkout.dispose();
  });

  it('makes the environment inside the checkout, with the pip part installed by pip', async () => {
    const { code, text } = await checkout.run();
    assert.equal(code, 0, text);
    const calls = checkout.calls().join('\n');
    assert.match(calls, /micromamba create --yes --prefix \S+\/checkout\/\.conda --file/);
    assert.match(calls, /name: unetlab\nchannels:\n {2}- conda-forge\ndependencies:\n {2}- python=3\.11\n/);
    assert.ok(!/- pip:|kaleido==.*\n.*dependencies/.test(calls));
    assert.match(
      calls,
      /-m pip install \S+ \S+ kaleido==0\.2\.1 optuna==\S+ cmaes==\S+ scipy==\S+ flit-core==\S+\n/,
    );
    assert.ok(existsSync(join(checkout.root, '.conda/share/jupyter/kernels/tslab/kernel.json')));
  });

  it('keeps to it when conda is off the path, and says what to do when it has to be made again', async () => {
    checkout.remove('micromamba');
    assert.equal((await checkout.run()).text, '');
    rmSync(join(checkout.root, '.conda'), { recursive: true });
    const { code, text } = await checkout.run();
    assert.equal(code, 1);
    assert.match(text, /made with conda, and conda, mamba and micromamba are not on the path/);
    assert.match(text, /UNETLAB_ENVIRONMENT=venv npm start/);
    assert.equal((await checkout.run({ UNETLAB_ENVIRONMENT: 'venv' })).code, 0);
  });
});

describe('set-up that cannot go on', () => {
  before(() => {
    checkout = new StubCheckout();
  });
  after(() => {
    checkout.dispose();
  });

  /** Expects exit code 1, a line that names what is missing, one that says how to mend it, and nothing begun. */
  async function stops(
    missing: RegExp,
    fix: RegExp,
    env: NodeJS.ProcessEnv = {},
    nodeOptions: readonly string[] = [],
  ): Promise<void> {
    const { code, text } = await checkout.run(env, nodeOptions);
    assert.equal(code, 1, text);
    assert.match(text, missing);
    assert.match(text, fix);
    assert.ok(!/ {4}at /.test(text), `no stack: ${text}`);
  }
  const nothingBegun = (): void => {
    assert.ok(!checkout.calls().some((line) => /^npm ci|-m venv|-m pip|install$/.test(line)));
  };

  it('names a missing compiler', async () => {
    checkout.remove('g++');
    await stops(
      /needs a C\+\+ compiler \(g\+\+ or clang\+\+\), not found/,
      /the package g\+\+;.*UNETLAB_TENSORFLOW=js/s,
      { UNETLAB_TENSORFLOW: 'cpu' },
    );
    await stops(/the C\+\+ compiler CXX=icpc/, /Install it/, { UNETLAB_TENSORFLOW: 'cpu', CXX: 'icpc' });
    checkout.stub('g++', 'exit 0');
    nothingBegun();
  });

  it('names a Python that is missing, too old, too new or without venv', async () => {
    const answer = (version: string, missing = ''): string =>
      `echo '[[${version}], "/usr/bin/python3", [${missing}], 64]'`;
    const fix = /Install Python 3\.10 to 3\.13 with its venv module.*PYTHON=/;
    checkout.stub('python3', answer('3, 8, 1'));
    await stops(/python3 is Python 3\.8\.1, older than 3\.10/, fix);
    checkout.stub('python3', answer('3, 14, 0'));
    await stops(/is Python 3\.14\.0, for which TensorFlow 2\.21 has no wheel/, fix);
    checkout.stub('python3', answer('3, 11, 2', '"venv", "ensurepip"'));
    await stops(/is Python 3\.11\.2 without its module venv and ensurepip/, fix);
    checkout.stub('python3', 'echo "pyenv: not found"; exit 127');
    await stops(/Python is not on the path/, fix);
    await stops(/PYTHON=\/no\/such is not a program/, fix, { PYTHON: '/no/such' });
    nothingBegun();
  });

  it('takes a later Python when the first will not do', async () => {
    const { findPython } = (await import(join(process.cwd(), 'scripts/setup/python.mjs'))) as {
      findPython: (env: NodeJS.ProcessEnv) => { version: string };
    };
    checkout.stub('python3', `echo '[[3, 9, 0], "/a", [], 64]'`);
    checkout.stub('python3.12', `echo '[[3, 12, 1], "/b", [], 64]'`);
    process.env.LOG = '/dev/null';
    assert.equal(findPython({ PATH: checkout.bin }).version, '3.12.1');
    checkout.remove('python3.12');
  });

  it('names a wrong Node', async () => {
    const fake = join(checkout.base, 'fake.cjs');
    for (const [version, why] of [
      ['v18.20.4', /Node v18\.20\.4 is too old/],
      ['v20.11.1', /Node v20\.11\.1 is too old/],
    ] as const) {
      writeFileSync(fake, `Object.defineProperty(process, 'version', { value: '${version}' });`);
      await stops(why, /Install a newer Node/, {}, ['--require', fake]);
    }
    nothingBegun();
  });

  it('names a missing npm and an unknown choice', async () => {
    await stops(/UNETLAB_TENSORFLOW=cuda is not known/, /one of cpu, gpu, js/, {
      UNETLAB_TENSORFLOW: 'cuda',
    });
    checkout.stub('python3', `echo '[[3, 11, 2], "/usr/bin/python3", [], 64]'`);
    checkout.remove('npm');
    await stops(/npm is not on the path/, /It comes with Node/);
  });

  it('names a registry that does not answer, for npm and for pip', async () => {
    checkout.dispose();
    checkout = new StubCheckout();
    const npm = readFileSync(join(checkout.bin, 'npm'), 'utf8');
    checkout.stub('npm', 'echo "npm error code ENOTFOUND" >&2; exit 1');
    await stops(/npm registry cannot be reached/, /npm config get registry/);
    checkout.stub('npm', npm.split('\n').slice(2).join('\n'));
    const python = readFileSync(join(checkout.bin, 'python3'), 'utf8').split('\n').slice(2).join('\n');
    checkout.stub(
      'python3',
      python.replace(
        'touch',
        'echo "NewConnectionError: Temporary failure in name resolution"; exit 1; touch',
      ),
    );
    await stops(/Python package registry cannot be reached \(pip install\)/, /pip config list/);
  });

  it('names a full disk', async () => {
    checkout.stub('npm', 'echo "npm error code ENOSPC" >&2; exit 1');
    rmSync(join(checkout.root, 'node_modules'), { recursive: true });
    await stops(/disk filled up while installing Node packages/, /Free some space/);
    const { checkDisk } = (await import(join(process.cwd(), 'scripts/setup/machine.mjs'))) as {
      checkDisk: (folder: string, needed: number, free: number) => void;
    };
    assert.throws(() => {
      checkDisk('/x', 4e9, 1e9);
    }, /needs 4\.0 GB on the disk that holds \/x; 1\.0 GB are free/);
    checkDisk('/x', 1e9, 1e9);
  });
});
