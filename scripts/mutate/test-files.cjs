// Runs test files one after another in this one process: node test-files.cjs FILE …
const { resolve } = require('node:path');
const test = require('node:test');

const pending = [];
for (const kind of ['describe', 'it', 'suite', 'test']) {
  const real = test[kind];
  test[kind] = (...args) => {
    const done = real(...args);
    pending.push(done);
    return done;
  };
}

(async () => {
  for (const file of process.argv.slice(2)) {
    globalThis.unetlabTestFile = file;
    require(resolve('test', '.dist', file));
    await Promise.all(pending.splice(0));
  }
})().catch((error) => {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exit(1);
});
