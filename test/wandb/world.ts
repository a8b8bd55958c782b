import { pullRuns, type Pull, type PullOptions, type PullProgress, type Surroundings } from 'unetlab/wandb';
import { startServer, testKey, type TestServer } from './server/server';
import { addSyntheticRuns } from './server/synthetic-runs';

/** A world in which nothing waits: what was to be slept is noted. */
export interface TestWorld extends Partial<Surroundings> {
  readonly slept: number[];
}

export function testWorld(replaced: Partial<Surroundings> = {}): TestWorld {
  const slept: number[] = [];
  return {
    slept,
    sleep: (milliseconds, signal) => {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      return Promise.resolve();
    },
    jitter: () => 0.5,
    env: { HOME: '/nowhere' },
    ...replaced,
  };
}

/** A server with a made-up sweep, and the way to pull from it. */
export interface Scene {
  readonly server: TestServer;
  readonly world: TestWorld;
  readonly lines: string[];
  readonly pull: (options?: Partial<PullOptions>) => Promise<Pull>;
}

/** Starts a server with runs, calls `work`, and stops the server. */
export async function withServer(
  runs: { runs: number; rows?: number },
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  const server = await startServer();
  addSyntheticRuns(server.store, runs);
  const world = testWorld();
  const lines: string[] = [];
  try {
    await work({
      server,
      world,
      lines,
      pull: (options = {}) =>
        pullRuns({
          entity: 'lab',
          project: 'beads',
          sweep: 'sw33p001',
          baseUrl: server.url,
          apiKey: testKey,
          world,
          onProgress: (progress: PullProgress) => lines.push(progress.line),
          ...options,
        }),
    });
  } finally {
    await server.close();
  }
}

/** How often each operation was asked for. */
export function asked(server: TestServer): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of server.seen) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}
