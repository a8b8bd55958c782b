// Loaded before everything else, in all processes of a test. Stands between test files and node:test, so that a run
// knows which test it is in. Without an active change it writes down which changes each test reaches, and how often; with
// one it runs only the tests named, and ends what comes by a hundred times as often as without it, which is one without end.
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join, relative } = require('node:path');
const { threadId } = require('node:worker_threads');

const {
  UNETLAB_MUTATE_REACHED: folder,
  UNETLAB_MUTATE_LIMIT: limit,
  UNETLAB_MUTATE_TESTS: named,
} = process.env;
const stryker = (globalThis.__stryker__ ??= {});
const tests = {};
if (limit !== undefined) Object.assign(stryker, { hitCount: 0, hitLimit: Number(limit) });
if (folder !== undefined)
  process.on('exit', () => {
    const { static: outside, perTest } = stryker.mutantCoverage ?? {};
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `${process.pid}-${threadId}.json`),
      JSON.stringify({ outside, perTest, tests }),
    );
  });

/** Names of tests and suites to run; all where it is undefined. */
const wanted = named === undefined ? undefined : new Set(JSON.parse(readFileSync(named, 'utf8')));
const suites = wanted && new Set([...wanted].flatMap(beginnings));
let within = [];

/** A, A > B for the test A > B > C. */
function beginnings(name) {
  const parts = name.split(' > ');
  return parts.map((_, i) => parts.slice(0, i).join(' > '));
}

const load = Module._load;
let watched;
Module._load = function (request, ...rest) {
  const real = Reflect.apply(load, this, [request, ...rest]);
  return request === 'node:test' ? (watched ??= watch(real)) : real;
};

function watch(real) {
  const it = (name, ...rest) => {
    const id = [...place(), name].join(' > ');
    if (wanted !== undefined && !wanted.has(id)) return Promise.resolve();
    const fn = rest.pop();
    const started = { at: 0 };
    return real.it(name, ...rest, async function (t) {
      started.at = performance.now();
      stryker.currentTestId = id;
      try {
        await Reflect.apply(fn, this, [t]);
      } catch (error) {
        process.stderr.write(`\nfailed test: ${id}\n`);
        throw error;
      } finally {
        stryker.currentTestId = undefined;
        tests[id] = (tests[id] ?? 0) + performance.now() - started.at;
      }
    });
  };
  const describe = (name, ...rest) => {
    const path = [...place(), name];
    const id = path.join(' > ');
    if (suites !== undefined && !suites.has(id)) return Promise.resolve();
    const fn = rest.pop();
    return real.describe(name, ...rest, function (...args) {
      const before = within;
      within = path;
      stryker.currentTestId = id;
      try {
        return Reflect.apply(fn, this, args);
      } finally {
        within = before;
        stryker.currentTestId = before.length > 1 ? before.join(' > ') : undefined;
      }
    });
  };
  const hook =
    (kind) =>
    (fn, ...rest) => {
      const id = place().join(' > ');
      return real[kind](
        async function (...args) {
          stryker.currentTestId = id;
          try {
            await Reflect.apply(fn, this, args);
          } finally {
            stryker.currentTestId = undefined;
          }
        },
        ...rest,
      );
    };
  const kinds = ['before', 'after', 'beforeEach', 'afterEach'];
  return {
    ...real,
    it,
    test: it,
    describe,
    suite: describe,
    ...Object.fromEntries(kinds.map((kind) => [kind, hook(kind)])),
  };
}

/** The suites that are being read, from the test file on. */
function place() {
  return within.length > 0
    ? within
    : [globalThis.unetlabTestFile ?? relative(join('test', '.dist'), process.argv[1])];
}
