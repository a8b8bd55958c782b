import type { Role } from '../records/roles';
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
  /**
   * Whether it says something of other runs, too; default by kind: rankings, trends, causes, hypotheses and expectations
   * do, numbers, designs, criteria and recommendations are about the runs that they were read off.
   */
  readonly general?: boolean;
  /** The setting whose effect it speaks of, where it is one. */
  readonly about?: Role;
  readonly check: (material: ClaimMaterial) => Finding;
}

/** Does a general claim hold on runs that it was not read off? */
export type Holds = 'yes' | 'no' | 'not told';

/** The same check, asked of other runs. */
export interface AskedAgain {
  readonly holds: Holds;
  /** What was asked, in words: runs, images, score, seeds. */
  readonly by: string;
  readonly reasoning: string;
  readonly figures: Finding['figures'];
}

/** A claim with its verdict: plain data, a row of the table. */
export interface CheckedClaim extends Omit<Claim, 'check' | 'general' | 'about'>, Finding {
  /** What decides it, in words: runs, images, score, seeds. */
  readonly by: string;
  /** Null where the verdict is another. */
  readonly wouldDecide: string | null;
  /** Null where the claim is not general, or no other runs were given. */
  readonly again: AskedAgain | null;
}

const generalKinds: readonly ClaimKind[] = ['ranking', 'trend', 'cause', 'hypothesis', 'expectation'];

/** Whether a claim is asked of other runs. */
export function isGeneral({ general, kind }: Claim): boolean {
  return general ?? generalKinds.includes(kind);
}
