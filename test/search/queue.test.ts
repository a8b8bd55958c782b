import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { queueAddress } from 'unetlab/search';

describe('the address of a queue', () => {
  const shown = (given: string | null, env: Record<string, string> = {}): string =>
    queueAddress(given, env).shown;

  it('takes host, port, database and TLS from itself, and the password from the environment', () => {
    const { connection } = queueAddress('rediss://ops@queue.lab/2', { REDIS_PASSWORD: 'pass phrase' });
    const { host, port, db, username, password, tls } = connection;
    assert.deepEqual(
      { host, port, db, username, password, tls },
      {
        host: 'queue.lab',
        port: 6379,
        db: 2,
        username: 'ops',
        password: 'pass phrase',
        tls: { servername: 'queue.lab' },
      },
    );
    assert.equal(queueAddress('redis://h', {}).connection.password, undefined);
    assert.equal(queueAddress(null, { UNETLAB_QUEUE: 'redis://:p%40ss@h:1' }).connection.password, 'p@ss');
    assert.equal(queueAddress('redis://[::1]:7', {}).connection.host, '::1');
  });

  it('is shown without user and password', () => {
    assert.equal(shown(null, { UNETLAB_QUEUE: 'rediss://me:secret@h:1/3' }), 'rediss://h:1/3');
    assert.equal(shown('redis://me@h'), 'redis://h:6379');
  });

  it('is refused where a password stands on the command line, or it is no address, without repeating a password', () => {
    for (const [given, says] of [
      ['redis://:secret@h', /REDIS_PASSWORD/],
      ['http://:secret@h', /expected redis:\/\/HOST:6379/],
      ['redis:secret', /no address of a queue/],
      ['redis://me:sec//ret@h:x', /no address of a queue/],
      ['redis://h/main', /"main" is no number of a database/],
      [null, /name the queue: --queue redis:\/\/HOST:6379/],
    ] as const)
      assert.throws(
        () => queueAddress(given, {}),
        ({ message }: Error) => {
          assert.match(message, says);
          return (
            given === null || !given.includes('@') || !/secret|ret/.test(message.replace('secretly', ''))
          );
        },
        String(given),
      );
  });
});
