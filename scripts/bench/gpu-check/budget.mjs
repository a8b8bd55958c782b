/** Seconds that are left of an allowance. */
export class Budget {
  #end;

  /** @param {number} seconds from now */
  constructor(seconds) {
    this.#end = performance.now() + seconds * 1000;
  }

  get left() {
    return Math.max(0, (this.#end - performance.now()) / 1000);
  }

  /** A share of what is left, from now. */
  part(share) {
    return new Budget(share * this.left);
  }
}
