/** Wakes one who waits. Rung while nobody waits it is remembered, once. */
export class Bell {
  private wake: (() => void) | null = null;
  private pending = false;

  ring(): void {
    if (this.wake === null) this.pending = true;
    else this.wake();
    this.wake = null;
  }

  /** Resolves at the next ring. */
  rung(): Promise<void> {
    if (this.pending) {
      this.pending = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
