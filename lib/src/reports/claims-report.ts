import { counted } from '../figures';
import { blocks, list, section, table, type Block } from './markdown';
import type { ReportDocument } from './report';

/** A published statement with its verdict. */
export interface ClaimRow {
  readonly id: string;
  /** Document that states it. */
  readonly document: string;
  readonly statement: string;
  readonly verdict: ClaimVerdict;
  /** The figures that decided it, in a sentence. */
  readonly evidence: string;
}

/** How a published statement stands against data. */
export type ClaimVerdict =
  | 'reproduced'
  | 'not supported by the data'
  | 'contradicted'
  | 'cannot be decided from the data';

/** A checked claim of `unetlab/analysis`, as far as a report needs it. */
export interface CheckedStatement {
  readonly id: string;
  readonly source: string;
  readonly quotation: string;
  readonly verdict: ClaimVerdict;
  readonly reasoning: string;
}

/** The analysis's checked claims as rows of a report. */
export function claimRows(checked: readonly CheckedStatement[]): ClaimRow[] {
  return checked.map(({ id, source, quotation, verdict, reasoning }) => ({
    id,
    document: source,
    statement: quotation,
    verdict,
    evidence: reasoning,
  }));
}

const verdicts: readonly ClaimVerdict[] = [
  'reproduced',
  'not supported by the data',
  'contradicted',
  'cannot be decided from the data',
];

/** How many claims got which verdict, by document; nothing without a claim. */
export function claimCounts(claims: readonly ClaimRow[]): Block {
  const documents = [...new Set(claims.map(({ document }) => document))];
  const row = (name: string, own: readonly ClaimRow[]): string[] => [
    name,
    ...verdicts.map((verdict) => String(own.filter((claim) => claim.verdict === verdict).length)),
    String(own.length),
  ];
  const rows = documents.map((document) =>
    row(
      document,
      claims.filter((claim) => claim.document === document),
    ),
  );
  return table(
    [
      'Document',
      ...verdicts.map((verdict) => `>${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}`),
      '>All',
    ],
    documents.length > 1 ? [...rows, row('**All**', claims)] : rows,
  );
}

/** `CLAIMS.md`: every published statement with the check's verdict and figures. */
export function claimsReport(
  claims: readonly ClaimRow[],
  { data = '' }: { data?: string } = {},
): ReportDocument {
  const title = 'Published claims, checked';
  const documents = [...new Set(claims.map(({ document }) => document))];
  const markdown = blocks(
    `# ${title}`,
    claims.length === 0
      ? 'No claim was checked.'
      : `${counted(claims.length, 'statement')} of ${counted(documents.length, 'document')}, each decided by a check that runs on the data${data === '' ? '' : ` (${data})`}. On other data the same checks give their own answers.`,
    section(
      2,
      'What the verdicts mean',
      list(
        '**Reproduced:** the data give the stated figure, ranking or trend.',
        '**Not supported by the data:** the data could show it and do not, or chance explains it.',
        '**Contradicted:** the data show something else.',
        '**Cannot be decided from the data:** what would decide it was not varied, not recorded, or is not in these runs.',
      ),
    ),
    section(2, 'Counts', claimCounts(claims)),
    ...documents.map((document) =>
      section(
        2,
        document,
        table(
          ['Claim', 'Statement', 'Verdict', 'Figures'],
          claims
            .filter((claim) => claim.document === document)
            .map(({ id, statement, verdict, evidence }) => [id, statement, verdict, evidence]),
        ),
      ),
    ),
  );
  return { file: 'CLAIMS.md', title, markdown: `${markdown}\n` };
}
