import type { Finding } from './finding';
import type { ClaimMaterial } from './material';

/** The documents by their short titles. */
export type ClaimSource =
  | 'Sweep analysis report'
  | 'Sweep evaluation report'
  | 'Search analysis summary'
  | 'Search report'
  | 'Optimization strategy'
  | 'Quick-start guide';

export type ClaimKind =
  | 'number'
  | 'design'
  | 'ranking'
  | 'trend'
  | 'cause'
  | 'hypothesis'
  | 'criterion'
  | 'expectation'
  | 'recommendation';

/** Which runs a statement is about; `arithmetic` needs none. */
export type ClaimSubject = 'search' | 'grid' | 'sweep' | 'arithmetic';

/** A published statement with the check that decides it. Nothing is typed in but what was published. */
export interface Claim {
  readonly id: string;
  readonly source: ClaimSource;
  /** The words of the document. */
  readonly quotation: string;
  readonly kind: ClaimKind;
  readonly subject: ClaimSubject;
  readonly check: (material: ClaimMaterial) => Finding;
}

/** A claim with its verdict: plain data, a row of the table. */
export type CheckedClaim = Omit<Claim, 'check'> & Finding;
