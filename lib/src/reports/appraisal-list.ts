import type { Appraisal, Warning } from '../analysis';
import { asMarkdown, markdown, markdownList, type Markdown } from '../text';

/** What can be said of some runs, what cannot, and what was noticed. What comes from a record is text. */
export function appraisalList(
  { can, cannot, notices }: Pick<Appraisal, 'can' | 'cannot' | 'notices'>,
  {
    leftOut = [],
    warnings = [],
  }: {
    readonly leftOut?: readonly { readonly name: string; readonly reason: string }[];
    readonly warnings?: readonly Warning[];
  } = {},
): Markdown {
  return markdownList([
    ...can,
    ...cannot.map((line) => markdown`*Not to be said:* ${line}`),
    ...notices.map((line) => markdown`*Noticed:* ${line}`),
    ...leftOut.map(({ name, reason }) => markdown`*Left out:* ${name} (${reason})`),
    ...warnings.map(warningLine),
  ]);
}

/** Warnings as a list, or that there is none. */
export function warningList(warnings: readonly Warning[]): Markdown {
  return warnings.length === 0
    ? asMarkdown('No warning was found in the records.')
    : markdownList(warnings.map(warningLine));
}

const warningLine = ({ kind, message }: Warning): Markdown => markdown`**${kind}:** ${message}`;
