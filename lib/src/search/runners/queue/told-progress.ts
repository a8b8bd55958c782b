import type { Order } from './orders';
import type { QueuedProgress } from './queued-trial';

/**
 * What a worker tells of a running trial, and what it is answered. An epoch waits a little for its answer; where the
 * coordinator is away the trial goes on, and an order that comes late counts at the next epoch.
 */
export class ToldProgress {
  private readonly epochs: (readonly [number, number | string])[] = [];
  private readonly notices: string[] = [];
  private readonly controller = new AbortController();
  private pruned = false;
  /** Whether the last epoch was answered: while the coordinator is away, later ones wait less. */
  private isHeard = true;
  private pending: { readonly epoch: number; readonly answer: (answer: 'go on' | 'prune') => void } | null =
    null;

  /**
   * @param send hands on everything that was told so far; nobody waits for it
   * @param patience milliseconds that an epoch waits for its answer; default 5000
   */
  constructor(
    private readonly send: (progress: QueuedProgress) => void,
    private readonly patience = 5000,
  ) {}

  /** Aborted where the coordinator ordered the trial to stop. */
  get stopped(): AbortSignal {
    return this.controller.signal;
  }

  /** What the coordinator said, of an epoch or at any time. */
  heard(order: Order | 'go on', epoch: number | null): void {
    this.isHeard = true;
    if (order === 'stop') this.controller.abort();
    if (order === 'prune') this.pruned = true;
    if (order === 'prune' || (order === 'go on' && this.pending?.epoch === epoch))
      this.pending?.answer(order);
  }

  notice(line: string): void {
    this.notices.push(line);
    this.send(this.all());
  }

  async epoch(epoch: number, score: number): Promise<'go on' | 'prune'> {
    this.epochs.push([epoch, Number.isFinite(score) ? score : String(score)]);
    const answer = new Promise<'go on' | 'prune'>((resolve) => {
      const timer = setTimeout(
        () => {
          this.isHeard = false;
          this.pending?.answer('go on');
        },
        this.isHeard ? this.patience : this.patience / 50,
      );
      this.pending?.answer('go on'); // of an earlier epoch
      this.pending = {
        epoch,
        answer: (said) => {
          clearTimeout(timer);
          this.pending = null;
          resolve(said);
        },
      };
    });
    this.send(this.all());
    if (this.pruned) this.heard('prune', epoch);
    return await answer;
  }

  /** Answers whatever still waits. */
  end(): void {
    this.pending?.answer('go on');
  }

  private all(): QueuedProgress {
    return { epochs: [...this.epochs], notices: [...this.notices] };
  }
}
