'use strict';
const { PassThrough, Readable } = require('node:stream');

/**
 * What danfojs-node uses of the package `request`, which has been given up with known faults: a stream of an address's
 * content, which says the status in an event `response`.
 */
function request(asked) {
  const { url, method = 'GET', headers = {} } = typeof asked === 'string' ? { url: asked } : asked;
  const content = new PassThrough();
  fetch(url, { method, headers }).then(
    (response) => {
      content.emit('response', { statusCode: response.status, statusMessage: response.statusText });
      if (response.body === null) content.end();
      else Readable.fromWeb(response.body).pipe(content);
    },
    (error) => content.destroy(error),
  );
  return content;
}

module.exports = Object.assign(request, { get: request });
