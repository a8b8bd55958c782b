/**
 * A worker's hold on a job. Its lock in the queue is renewed again and again; where that fails, or was not done in time
 * because the server is away, the trial is stopped before the queue hands it to another worker.
 */
export class HeldLock {
  private readonly controller = new AbortController();
  private renewedAt: number;
  private readonly timer: NodeJS.Timeout;

  /**
   * @param duration milliseconds that the queue waits for a renewal
   * @param clock milliseconds since any moment; default the process's
   */
  constructor(
    private readonly duration: number,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.renewedAt = clock();
    this.timer = setInterval(() => {
      this.look();
    }, duration / 20);
  }

  /** Aborted where the hold is lost. */
  get lost(): AbortSignal {
    return this.controller.signal;
  }

  renewed(): void {
    this.renewedAt = this.clock();
  }

  /** The queue said that somebody else has the job, or may have. */
  lose(): void {
    this.controller.abort();
  }

  /** Gives the hold up at 70 % of the time, so that there is time left to stop in. */
  look(): void {
    if (this.clock() - this.renewedAt > 0.7 * this.duration) this.lose();
  }

  release(): void {
    clearInterval(this.timer);
  }
}
