import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'node:test';
import * as danfo from 'danfojs-node';

const root = process.cwd();
const text = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const script = async <T>(...path: string[]): Promise<T> =>
  (await import(pathToFileURL(join(root, 'scripts', ...path)).href)) as T;

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

describe('packages of others', () => {
  const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, LockedPackage> };
  const installed = Object.entries(packages).filter(([path]) => path.includes('node_modules/'));

  it('each Node package is known by its hash, and none runs a script at its installation', () => {
    assert.deepEqual(
      installed.filter(([, { link, integrity }]) => !link && integrity === undefined),
      [],
    );
    assert.match(text('.npmrc'), /^ignore-scripts=true$/m);
  });

  it('the packages with known faults are not installed', () => {
    const versions = (name: string): (string | undefined)[] =>
      installed.filter(([path]) => path.endsWith(`node_modules/${name}`)).map(([, entry]) => entry.version);
    // in the place of these are stand-ins of this repository
    for (const name of ['xlsx', 'request']) assert.deepEqual(versions(name), [undefined], name);
    for (const name of ['tough-cookie', 'har-validator', 'http-signature'])
      assert.deepEqual(versions(name), []);
    const oldest = { axios: 1, tar: 7, multer: 2, 'body-parser': 1.2, ws: 8.17, 'socket.io': 4.6 };
    for (const [name, least] of Object.entries(oldest))
      for (const version of versions(name)) assert.ok(parseFloat(version!) >= least, `${name} ${version}`);
  });

  it('no Excel file reaches a reader of Excel files', () => {
    // what danfojs-node itself would load
    const load = createRequire(require.resolve('danfojs-node'));
    assert.ok(realpathSync(load.resolve('xlsx')).startsWith(join(root, 'scripts', 'stand-ins')));
    const { read, readFile } = load('xlsx') as Record<'read' | 'readFile', (file: string) => unknown>;
    for (const open of [read, readFile])
      assert.throws(() => open(join(root, 'package.json')), /Excel files are not read/);
  });

  it('danfojs-node still reads tables from an address', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/table.csv' ? 200 : 404;
      response.end('a,b\n1,2\n3,4\n');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const frame = await danfo.readCSV(`${address}/table.csv`);
      assert.deepEqual(frame.values, [
        [1, 2],
        [3, 4],
      ]);
      await assert.rejects(danfo.readCSV(`${address}/none.csv`), /HTTP 404/);
    } finally {
      server.close();
    }
  });

  it('each Python package is known by its hashes, in the versions of environment.yml', async () => {
    interface Locks {
      pythonLocks: Record<string, string>;
      checkLocks: (wanted?: Record<string, string[]>) => void;
    }
    const { pythonLocks, checkLocks } = await script<Locks>('setup', 'python-locks.mjs');
    checkLocks();
    for (const file of Object.values(pythonLocks))
      for (const entry of readFileSync(file, 'utf8')
        .split(/\n(?=\S)/)
        .slice(1))
        assert.match(entry, /^[\w.-]+==\S+( ; .+?)? \\\n {4}--hash=sha256:[0-9a-f]{64}/);
    assert.throws(() => {
      checkLocks({ environment: ['plotly==5.0.0'] });
    }, /asks for plotly==5\.0\.0, which scripts\/setup\/locks does not hold/);
  });

  it('THIRD_PARTY.md names exactly these packages', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/third-party.mjs', '--check'], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  });
});

describe('other machines', () => {
  it('the TensorFlow wheel and its libraries, by machine', async () => {
    type Wheel = { name: string; libraries: string[] } | null;
    const { tensorflowWheel } = await script<{ tensorflowWheel: (...machine: string[]) => Wheel }>(
      'setup',
      'tensorflow-wheel.mjs',
    );
    assert.equal(tensorflowWheel('linux', 'x64')?.name, 'tensorflow-cpu');
    assert.equal(tensorflowWheel('linux', 'arm64')?.name, 'tensorflow');
    assert.deepEqual(tensorflowWheel('darwin', 'arm64'), {
      name: 'tensorflow',
      libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
    });
    for (const machine of [
      ['darwin', 'x64'],
      ['win32', 'x64'],
    ])
      assert.equal(tensorflowWheel(...machine), null);
  });

  it('where native TensorFlow cannot be built, what is missing is said', async () => {
    const { insteadOfNative } = await script<{
      insteadOfNative: (env: object, ...machine: string[]) => string | null;
    }>('setup', 'machine.mjs');
    assert.equal(insteadOfNative({ PATH: '' }, 'linux', 'x64'), null, 'there set-up stops');
    assert.equal(
      insteadOfNative({ PATH: '' }, 'darwin', 'arm64'),
      'no C++ compiler (xcode-select --install brings one)',
    );
    assert.equal(insteadOfNative({ PATH: '' }, 'darwin', 'x64'), 'no native TensorFlow for darwin on x64');
  });
});
