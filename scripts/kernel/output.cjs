'use strict';
const { replaceModule } = require('./replace-module.cjs');
// a cell may put others in their place
const { setTimeout, clearTimeout, performance } = globalThis;

/** Text that comes within this time of the last message is gathered, in milliseconds. */
const gatherMs = 50;
/** So many characters are sent at once, however soon they came. */
const enough = 65_536;

/**
 * Lets all that a cell prints arrive.
 *
 * tslab sends a message for every piece that is written, through a socket that throws messages away when a thousand wait;
 * a cell that printed more lines than that lost some, and with them the message that it has ended, for which whoever runs
 * the notebook waits. Here pieces are gathered, and the socket keeps what waits.
 */
exports.keepAllOutput = function keepAllOutput() {
  replaceModule(
    require.resolve('zeromq', { paths: [require.resolve('tslab/dist/jupyter.js')] }),
    ({ Publisher }) => ({
      Publisher: class extends Publisher {
        constructor(options) {
          super({ ...options, sendHighWaterMark: 0 });
        }
      },
    }),
  );
  let last = null;
  process.on('exit', () => last?.send());
  const { prototype } = require('tslab/dist/jupyter.js').JupyterHandlerImpl;
  const { handleExecuteImpl } = prototype;
  prototype.handleExecuteImpl = async function (request, writeStream, writeDisplayData) {
    const gathered = new Gathered(writeStream);
    last?.send();
    last = gathered;
    const display = (...given) => {
      gathered.send();
      writeDisplayData(...given);
    };
    try {
      return await handleExecuteImpl.call(this, request, (name, text) => gathered.add(name, text), display);
    } finally {
      gathered.send();
    }
  };
};

/** What one cell writes, in order. The first piece after a pause is sent at once, so that slow output is seen as it comes. */
class Gathered {
  #stream = '';
  #pieces = [];
  #length = 0;
  #sent = -Infinity;
  #timer;
  #write;

  constructor(write) {
    this.#write = write;
  }

  add(stream, text) {
    if (stream !== this.#stream) this.send();
    this.#stream = stream;
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length >= enough || performance.now() - this.#sent >= gatherMs) this.send();
    else this.#timer ??= setTimeout(() => this.send(), gatherMs);
  }

  send() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pieces.length === 0) return;
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    this.#write(this.#stream, text);
    this.#sent = performance.now();
  }
}
