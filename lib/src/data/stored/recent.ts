/**
 * The values that were asked for last, by what they are made from, so that a loop that asks again for each pixel does not
 * make them again.
 */
export class Recent<K extends object, V> {
  private readonly kept = new Map<K, V>();
  private lastKey: K | null = null;
  private last: V | undefined;
  private bytes = 0;

  /** @param most bytes of all values that are kept; the last one is kept however large */
  constructor(
    private readonly make: (key: K) => V,
    private readonly sizeOf: (value: V) => number,
    private readonly most: number,
  ) {}

  get(key: K): V {
    if (key === this.lastKey) return this.last as V;
    let value = this.kept.get(key);
    if (value === undefined) {
      value = this.make(key);
      this.bytes += this.sizeOf(value);
    } else this.kept.delete(key);
    this.kept.set(key, value);
    for (const [old, one] of this.kept) {
      if (this.bytes <= this.most || old === key) break;
      this.kept.delete(old);
      this.bytes -= this.sizeOf(one);
    }
    [this.lastKey, this.last] = [key, value];
    return value;
  }
}
