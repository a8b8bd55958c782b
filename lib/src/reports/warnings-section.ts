import type { Appraisal, Warning } from '../analysis';
import { blocks, list, section, type Block } from './markdown';
import { markdownTexts } from './markdown-texts';
import { sentenceCase } from './words';

/** What the runs can say, what they cannot, and what a reader must know first. */
export function limitsSection(
  level: number,
  ...given: readonly [appraisal: Appraisal, warnings: readonly Warning[]]
): Block {
  const [appraisal, warnings] = markdownTexts(given);
  const kinds = [...new Set(warnings.map(({ kind }) => kind))];
  return section(
    level,
    'What these runs can and cannot say',
    list(appraisal.can),
    appraisal.cannot.length === 0 ? null : blocks('They cannot say:', list(appraisal.cannot)),
    appraisal.notices.length === 0 ? null : blocks('Left out or guessed:', list(appraisal.notices)),
    kinds.length === 0
      ? null
      : section(
          level + 1,
          'Warnings found in the records',
          list(
            kinds.map((kind) => {
              const own = warnings.filter((warning) => warning.kind === kind);
              const head = `**${sentenceCase(kind)}.** `;
              return own.length === 1
                ? head + own[0]!.message
                : `${head}${own.length} cases:\n${own.map(({ message }) => `  - ${message}`).join('\n')}`;
            }),
          ),
        ),
  );
}
