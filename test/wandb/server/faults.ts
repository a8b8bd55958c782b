/** How one answer goes wrong. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  | { readonly kind: 'not json'; readonly body: string }
  | { readonly kind: 'graphql error'; readonly message: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'cut connection' }
  | { readonly kind: 'slow drip'; readonly milliseconds: number };

/** A fault and when it strikes. */
export interface PlannedFault {
  readonly fault: Fault;
  /** Operation name (`Runs`, `Histories`, `file_stream`), or undefined for every request. */
  readonly operation?: string;
  /** How often; default 1. */
  readonly times?: number;
  /** Matching requests that pass before it strikes; default 0. */
  readonly after?: number;
}

/** A run that the server cannot deliver whole. */
export type Poison =
  | 'error on the field'
  | 'null node'
  | 'whole answer fails'
  | 'status 500'
  | 'config is not JSON';

/** Everything that can be made to go wrong, on demand. */
export class Faults {
  /** Milliseconds that every answer is held back, as a distant network does. */
  latency = 0;
  /** Largest page of runs; a smaller `first` stays as it is. */
  pageCap = Infinity;
  /** Numbers of pages (of a listing, from 0) that the cursor jumps over, and how often. */
  readonly lostPages = new Map<number, number>();
  /** Numbers of pages that come a second time instead of the next one, and how often. */
  readonly repeatedPages = new Map<number, number>();
  readonly poisoned = new Map<string, Poison>();
  /** Called before a page of runs is made: a place to let new runs appear while a client is reading. */
  beforePage: (() => void) | null = null;
  private planned: { plan: PlannedFault; left: number; toPass: number }[] = [];

  /** Plans a fault. */
  plan(plan: PlannedFault): void {
    this.planned.push({ plan, left: plan.times ?? 1, toPass: plan.after ?? 0 });
  }

  /** Forgets what was planned. */
  clear(): void {
    this.planned = [];
  }

  /** Whether a fault planned for a page strikes now. */
  strikes(pages: Map<number, number>, page: number): boolean {
    const left = pages.get(page) ?? 0;
    pages.set(page, left - 1);
    return left > 0;
  }

  /** The fault that strikes this request, if any. */
  take(operation: string): Fault | null {
    for (const entry of this.planned) {
      if (entry.left <= 0) continue;
      if (entry.plan.operation !== undefined && entry.plan.operation !== operation) continue;
      if (entry.toPass > 0) {
        entry.toPass -= 1;
        continue;
      }
      entry.left -= 1;
      return entry.plan.fault;
    }
    return null;
  }
}
