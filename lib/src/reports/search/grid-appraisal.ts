import { settingValue } from '../../figures';
import { asMarkdown, markdown, markdownList, type Markdown } from '../../text';
import type { GridFacts } from '../facts/grid-facts';

/** Whether the settings of a grid reached its trainings, and what can be said of them. */
export function gridAppraisal({ objective, rate, rateIdle, appraisal, warnings }: GridFacts): Markdown {
  return markdownList([
    objective.said ?? '',
    rateSentence(rate, rateIdle),
    ...appraisal.can,
    ...appraisal.cannot.map((line) => markdown`*Not to be said:* ${line}`),
    ...warnings.map(({ kind, message }) => markdown`**${kind}:** ${message}`),
  ]);
}

function rateSentence(rate: GridFacts['rate'], idle: boolean): Markdown | string {
  if (rate === null) return 'No history logs a learning rate, so it cannot be checked.';
  const { configured, logged, compared, different } = rate;
  const found = idle
    ? asMarkdown('**The configured rate was never applied**, so runs that differ only in it are repeats.')
    : different === 0
      ? 'They agree.'
      : `They differ in ${different} of ${compared} runs.`;
  return markdown`Configured: ${configured.map((value) => settingValue(value)).join(', ')}. Logged at the start of ${compared} histories: ${logged.map((value) => settingValue(value)).join(', ')}. ${found}`;
}
