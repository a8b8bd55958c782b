import type { Redis } from 'ioredis';

/** What a coordinator orders a running trial to do. Kept until it is taken back, as a worker may be away. */
export type Order = 'prune' | 'stop';

const HASH = 'unetlab-search:orders';
const CHANNEL = 'unetlab-search:said';

/** What is said to a job: an order, or that it may go on after an epoch. */
interface Said {
  readonly job: string;
  readonly order: Order | 'go on';
  readonly epoch?: number;
}

/** The coordinator's side. */
export class OrderBook {
  constructor(private readonly client: Redis) {}

  async give(job: string, order: Order, epoch?: number): Promise<void> {
    await this.client.hset(HASH, job, order);
    await this.say({ job, order, ...(epoch !== undefined && { epoch }) });
  }

  async goOn(job: string, epoch: number): Promise<void> {
    await this.say({ job, order: 'go on', epoch });
  }

  async takeBack(job: string): Promise<void> {
    await this.client.hdel(HASH, job);
  }

  private async say(said: Said): Promise<void> {
    await this.client.publish(CHANNEL, JSON.stringify(said));
  }
}

/** A worker's side: hears what is said, and looks again where it may have missed something. */
export class OrderDesk {
  private readonly listeners = new Map<string, (said: Said) => void>();

  /** @param subscriber a connection of its own: one that listens can do nothing else */
  constructor(
    private readonly client: Redis,
    private readonly subscriber: Redis,
  ) {
    subscriber.on('message', (_channel: string, text: string) => {
      const said = JSON.parse(text) as Said;
      this.listeners.get(said.job)?.(said);
    });
  }

  async open(): Promise<void> {
    await this.subscriber.subscribe(CHANNEL);
  }

  /** Whatever was ordered for a job. */
  async ordered(job: string): Promise<Order | null> {
    return (await this.client.hget(HASH, job)) as Order | null;
  }

  /** Calls `heard` with what is said to a job, until the returned function is called. */
  listen(job: string, heard: (order: Order | 'go on', epoch: number | null) => void): () => void {
    this.listeners.set(job, ({ order, epoch }) => {
      heard(order, epoch ?? null);
    });
    return () => this.listeners.delete(job);
  }

  /** Looks up what was ordered for every job that is listened for: what was said while the connection was lost. */
  async lookAgain(): Promise<void> {
    for (const [job, heard] of this.listeners) {
      const order = await this.ordered(job);
      if (order !== null) heard({ job, order });
    }
  }
}
