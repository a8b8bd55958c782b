import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';

/** Why tests with a redis-server of their own are skipped, or false. */
export const noRedis: string | false =
  spawnSync('redis-server', ['--version']).status === 0
    ? false
    : 'there is no redis-server (Debian: apt-get install redis-server)';

export const password = 'only for this test';

/** A redis-server of a test's own: a port, a password and a folder of its own, and every change appended to a file. */
export class RedisServer {
  private process: ChildProcess | null = null;

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(folder: string): Promise<RedisServer> {
    mkdirSync(folder, { recursive: true });
    const server = new RedisServer(folder, await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const own = ['--bind', '127.0.0.1', '--port', String(this.port), '--dir', this.folder];
    const kept = ['--appendonly', 'yes', '--save', '', '--requirepass', password];
    const child = spawn('redis-server', [...own, ...kept], { stdio: 'ignore' });
    child.on('exit', () => {
      if (this.process === child) this.process = null;
    });
    this.process = child;
    while (!(await answers(this.port))) {
      if (child.exitCode !== null) throw new Error('redis-server ended at its start');
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** As a machine that loses its power. */
  /** Neither answers nor lets go of its connections, as behind a network that is down. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  /** Ids of the jobs that it keeps. */
  async jobs(): Promise<string[]> {
    const client = new Redis({ port: this.port, password });
    try {
      const keys = await client.keys('bull:unetlab-search:*-s*-f*');
      return keys.map((key) => key.split(':')[2]!);
    } finally {
      client.disconnect();
    }
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.process;
    if (child === null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (data) => {
      socket.destroy();
      resolve(!data.toString().startsWith('-LOADING')); // it asks for the password: it answers
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}
