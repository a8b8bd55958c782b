import { counted } from '../figures';
import { claimAnswers, claimVerdicts, shortNames, type ClaimRow } from './claim-rows';
import { blocks, list, section, table, type Block } from './markdown';
import type { ReportDocument } from './report';
import { sentenceCase } from './words';

/** How many claims got which verdict, by document; nothing without a claim. */
export function claimCounts(claims: readonly ClaimRow[]): Block {
  return countTable(claims, claimVerdicts, ({ verdict }) => verdict);
}

/** How many general claims hold on the other runs, by document; nothing where none was asked. */
export function answerCounts(claims: readonly ClaimRow[]): Block {
  const asked = claims.filter(({ again }) => again !== undefined);
  return countTable(asked, claimAnswers, ({ again }) => again!.holds);
}

/** The same in a sentence: `41 claim to be general; asked of other runs, 4 hold, 2 do not, 35 are not told.` */
export function answerSentence(claims: readonly ClaimRow[]): Block {
  const answers = claims.flatMap(({ again }) => (again === undefined ? [] : [again.holds]));
  if (answers.length === 0) return null;
  const [yes, no, open] = claimAnswers.map((name) => answers.filter((answer) => answer === name).length);
  return `${answers.length} of the statements claim to be general. Asked of other runs, ${yes!} hold, ${no!} do not, and ${open!} are not told.`;
}

export interface ClaimsReportOptions {
  /** The runs that general claims were asked of as well: `our beads`. */
  readonly again?: string;
}

/**
 * `CLAIMS.md`: every published statement with the data that decide it, the verdict and its figures; of general ones, too,
 * whether they hold on other runs.
 */
export function claimsReport(
  claims: readonly ClaimRow[],
  { again = 'other runs' }: ClaimsReportOptions = {},
): ReportDocument {
  const title = 'Published claims, checked';
  const documents = [...new Set(claims.map(({ document }) => document))];
  const asked = claims.some((claim) => claim.again !== undefined);
  const open = claims.filter(({ wouldDecide }) => wouldDecide !== undefined);
  const markdown = blocks(
    `# ${title}`,
    claims.length === 0
      ? 'No claim was checked.'
      : `${counted(claims.length, 'statement')} of ${counted(documents.length, 'document')}, each decided by a check that runs on the data named beside it. What was read off published runs is decided by those runs alone${asked ? `; what claims to be general is also asked of ${again}, in a column of its own that changes no verdict` : ''}.`,
    section(
      2,
      'What the verdicts mean',
      list(
        '**Reproduced:** the data give the stated figure, ranking or trend.',
        '**Not supported by the data:** the data could show it and do not, or chance explains it.',
        '**Contradicted:** the data show something else.',
        '**Cannot be decided from the data:** what would decide it was not varied, not recorded, or is not in these runs.',
        asked
          ? `**Holds on ${again}:** *yes* and *no* where the same check says so on them; *not told* where they do not vary it, did not cross it with the other settings, or chance explains it. – where the statement is about the published runs only.`
          : null,
      ),
    ),
    section(2, 'Counts', claimCounts(claims)),
    section(2, `Asked of ${again}`, answerCounts(claims)),
    section(2, 'Data', list(...dataOf(claims))),
    section(
      2,
      'What stays undecided, and what would decide it',
      table(
        ['Claim', 'Statement', 'Would decide it'],
        open.map(({ id, statement, wouldDecide }) => [id, statement, sentenceCase(wouldDecide!)]),
      ),
    ),
    ...documents.map((document) =>
      section(
        2,
        document,
        claimTable(
          claims.filter((claim) => claim.document === document),
          again,
          shortNames(dataOf(claims)),
        ),
      ),
    ),
  );
  return { file: 'CLAIMS.md', title, markdown: `${markdown}\n` };
}

function claimTable(claims: readonly ClaimRow[], again: string, names: ReadonlyMap<string, string>): Block {
  const asked = claims.some((claim) => claim.again !== undefined);
  return table(
    [
      'Claim',
      'Statement',
      'Decided by',
      'Verdict',
      'Figures',
      ...(asked ? [`Holds on ${again}`, 'Figures there'] : []),
    ],
    claims.map((claim) => [
      claim.id,
      claim.statement,
      claim.by === undefined ? '–' : (names.get(claim.by) ?? claim.by),
      claim.verdict,
      claim.evidence,
      ...(asked ? [claim.again?.holds ?? '–', claim.again?.evidence ?? '–'] : []),
    ]),
  );
}

/** What decides the claims and what was asked again, each once, so that like is compared with like. */
function dataOf(claims: readonly ClaimRow[]): string[] {
  const all = claims.flatMap(({ by, again }) => [by, again?.by]);
  return [...new Set(all.filter((words) => words !== undefined))];
}

function countTable(
  claims: readonly ClaimRow[],
  names: readonly string[],
  nameOf: (claim: ClaimRow) => string,
): Block {
  const documents = [...new Set(claims.map(({ document }) => document))];
  const row = (title: string, own: readonly ClaimRow[]): string[] => [
    title,
    ...names.map((name) => String(own.filter((claim) => nameOf(claim) === name).length)),
    String(own.length),
  ];
  const rows = documents.map((document) =>
    row(
      document,
      claims.filter((claim) => claim.document === document),
    ),
  );
  return table(
    ['Document', ...names.map((name) => `>${sentenceCase(name)}`), '>All'],
    documents.length > 1 ? [...rows, row('**All**', claims)] : rows,
  );
}
