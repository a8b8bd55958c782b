import { counted, fixed } from '../figures';
import { markdownText } from '../text';
import type { Figure } from '../types';
import { documentList } from './analysis-complete';
import { evidenceTable, type MeasuredEvidence } from './evidence';
import type { SearchFacts } from './facts/search-facts';
import { blocks, code, list, paragraph, picture, section } from './markdown';
import { markdownTexts } from './markdown-texts';
import { recommendationsOf } from './recommendations';
import type { ReportDocument } from './report';
import { bestRunSentence, luckSentence, referenceSentence, winnerSentence } from './search-sentences';
import { meanText } from './words';

/** What the quick start points to. */
export interface QuickStartParts {
  readonly documents: readonly ReportDocument[];
  readonly figures: readonly Figure[];
  readonly evidence?: readonly MeasuredEvidence[];
  /** Command that writes this report again. */
  readonly command?: string;
}

/** `README.md` of the report folder: one page for a reader in a hurry. */
export function quickStart(
  given: SearchFacts,
  { documents, figures, evidence = [], command }: QuickStartParts,
): ReportDocument {
  const facts = markdownTexts(given);
  const title = `Quick start: ${given.subject}`;
  const first = figures.find(({ name }) => name === 'fig1_top5_configurations') ?? figures[0];
  const [advice] = recommendationsOf(facts);
  const markdown = blocks(
    `# Quick start: ${facts.subject}`,
    `${counted(facts.scores.n, 'run')}, best ${fixed(facts.runs[0]!.best, 4)}, mean ${meanText(facts.scores.mean, facts.scores.sd)}.`,
    section(
      2,
      'Key result',
      paragraph(bestRunSentence(facts)),
      paragraph(luckSentence(facts)),
      paragraph(referenceSentence(facts)),
    ),
    first === undefined ? null : picture(first, markdownText(first.description)),
    section(2, 'Each setting in a sentence', list(facts.factors.map(winnerSentence))),
    section(
      2,
      'What to do next',
      advice === undefined ? null : `**${advice.advice}** ${advice.because}`,
      evidenceTable(evidence),
    ),
    section(2, 'Read on', documentList(documents)),
    section(2, 'Pictures', list(figures.map(({ name }) => `[${name}.png](figures/${name}.png)`))),
    command === undefined ? null : section(2, 'Write it again', code(command, 'bash')),
  );
  return { file: 'README.md', title, markdown: `${markdown}\n` };
}
