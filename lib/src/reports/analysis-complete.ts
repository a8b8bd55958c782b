import { counted, fixed, settingValue } from '../figures';
import { markdownText } from '../text';
import type { Figure } from '../types';
import type { ClaimRow } from './claim-rows';
import { answerSentence, claimCounts } from './claims-report';
import { evidenceTable, type MeasuredEvidence } from './evidence';
import type { SearchFacts } from './facts/search-facts';
import { blocks, list, numbered, paragraph, section, table, type Block } from './markdown';
import { markdownTexts } from './markdown-texts';
import { recommendationsOf } from './recommendations';
import type { ReportDocument } from './report';
import { summaryList } from './search-report';
import { convergenceSentence, dropSentence, winnerSentence } from './search-sentences';
import { meanText, numberText, sentenceCase, phrase, levelText } from './words';

/** What the summary lists. */
export interface AnalysisCompleteParts {
  /** The other documents of the report. */
  readonly documents: readonly ReportDocument[];
  /** Figures that exist as pictures. */
  readonly figures: readonly Figure[];
  readonly evidence?: readonly MeasuredEvidence[];
  readonly claims?: readonly ClaimRow[];
}

/** `ANALYSIS_COMPLETE.md`: what was analysed, what came out, and where it stands. */
export function analysisComplete(
  given: SearchFacts,
  { documents, figures, evidence = [], claims = [] }: AnalysisCompleteParts,
): ReportDocument {
  const facts = markdownTexts(given);
  const title = `Analysis: ${given.subject}`;
  const best = facts.runs[0]!;
  const markdown = blocks(
    `# Analysis: ${facts.subject}`,
    section(2, 'Findings', summaryList(facts, 'listed in [REPORT.md](REPORT.md)')),
    section(
      2,
      'Best configuration',
      table(
        ['Setting', 'Value'],
        [
          ...Object.entries(best.settings).map(([key, value]) => [key, settingValue(value)]),
          [sentenceCase(phrase(facts.quantity)), fixed(best.best, 4)],
          ...(best.bestEpoch === null ? [] : [['Best epoch', String(best.bestEpoch)]]),
          ...(best.final === null ? [] : [['Score of the last epoch', fixed(best.final, 4)]]),
        ],
      ),
    ),
    section(
      2,
      'Statistics',
      table(
        ['', '>Runs', '>Mean ± SD', '>Least', '>Median', '>Greatest'],
        [
          [facts.quantity, facts.scores, 4] as const,
          ['Epochs trained', facts.epochs, 1] as const,
          ['Best epoch', facts.bestEpochs, 1] as const,
        ].flatMap(([name, row, decimals]) =>
          row.n === 0
            ? []
            : [
                [
                  name,
                  String(row.n),
                  meanText(row.mean, row.sd, decimals),
                  numberText(row.min, decimals),
                  numberText(row.median, decimals),
                  numberText(row.max, decimals),
                ],
              ],
        ),
      ),
      facts.loss === null
        ? null
        : table(
            [facts.loss.title, '>Runs', '>Mean', '>SD', '>Best'],
            facts.loss.summary.levels.map(({ level, n, mean, sd, best: top }) => [
              levelText(level),
              String(n),
              numberText(mean),
              numberText(sd),
              numberText(top),
            ]),
          ),
    ),
    section(2, 'Settings', list(facts.factors.map(winnerSentence))),
    section(2, 'Training', paragraph(dropSentence(facts)), paragraph(convergenceSentence(facts))),
    section(
      2,
      'Next steps',
      numbered(recommendationsOf(facts).map(({ advice, because }) => `**${advice}** ${because}`)),
    ),
    section(2, 'Measured recommendations', evidenceTable(evidence)),
    section(2, 'Published claims', claimCounts(claims), answerSentence(claims)),
    section(2, 'Documents', documentList(documents)),
    section(2, 'Figures', figureList(figures)),
  );
  return { file: 'ANALYSIS_COMPLETE.md', title, markdown: `${markdown}\n` };
}

/** Links with the size of each document. */
export function documentList(documents: readonly ReportDocument[]): Block {
  return list(
    documents.map(
      ({ file, title, markdown }) =>
        `[${file}](${file}): ${markdownText(title)} (${counted(markdown.split('\n').length - 1, 'line')})`,
    ),
  );
}

/** Links with what each figure shows. */
export function figureList(figures: readonly Figure[]): Block {
  return list(
    figures.map(
      ({ name, description }) => `[${name}.png](figures/${name}.png): ${markdownText(description)}`,
    ),
  );
}
