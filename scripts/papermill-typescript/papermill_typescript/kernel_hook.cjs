// Loaded into the kernel's process before tslab (node --require). It names the compiled cells, so that stacks say
// `In[3]:4:7`; it writes down rejections and throws that nobody handled, which tslab only prints; and it can wait for
// the work that a notebook left behind. Everything goes to files in the folder $PAPERMILL_TYPESCRIPT.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const folder = process.env.PAPERMILL_TYPESCRIPT;
delete process.env.PAPERMILL_TYPESCRIPT;
// Programs that a cell starts are not kernels.
const options = process.env.PAPERMILL_TYPESCRIPT_NODE_OPTIONS ?? '';
delete process.env.PAPERMILL_TYPESCRIPT_NODE_OPTIONS;
if (options === '') delete process.env.NODE_OPTIONS;
else process.env.NODE_OPTIONS = options;

const record = (entry) => fs.appendFileSync(path.join(folder, 'events.jsonl'), `${JSON.stringify(entry)}\n`);
const executing = () => fs.readFileSync(path.join(folder, 'executing'), 'utf8');

const { runInThisContext } = vm;
vm.runInThisContext = function (code, settings) {
  if (typeof code !== 'string' || !/^\((async )?function\(exports, require\) \{ /.test(code)) {
    return runInThisContext.call(vm, code, settings);
  }
  const name = `In[${executing()}]`;
  fs.writeFileSync(path.join(folder, `${name}.js`), code);
  return runInThisContext.call(vm, code, { ...settings, filename: name });
};

const late = (kind) => (reason) => {
  const error = reason instanceof Error ? reason : null;
  record({
    late: kind,
    name: error?.name ?? 'Error',
    message: error?.message ?? String(reason),
    stack: error?.stack ?? '',
  });
};
process.on('unhandledRejection', late('unhandledRejection'));
process.on('uncaughtException', late('uncaughtException'));
process.on('exit', (code) => {
  try {
    record({ exit: code });
  } catch {
    // the run is over and its folder gone
  }
});

// Kinds of work that can still throw; sockets and file watchers of the kernel itself are not among them.
const pending = new Set([
  'Timeout',
  'Immediate',
  'FSReqCallback',
  'FSReqPromise',
  'GetAddrInfoReqWrap',
  'TCPConnectWrap',
]);
const busy = () => process.getActiveResourcesInfo().filter((kind) => pending.has(kind)).length;

/** Resolves when no timer or file work is left, or after `limitMs`. */
globalThis[Symbol.for('papermill-typescript.settle')] = async (limitMs) => {
  const started = performance.now();
  do {
    // an unreferenced timer is not counted by busy()
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, 20);
      timer.unref();
      setImmediate(() => {}); // let what is due now run
    });
  } while (busy() > 0 && performance.now() - started < limitMs);
};
