import { counted, fixed, settingTitle, settingValue } from '../figures';
import type { Figure } from '../types';
import { evidenceTable, type MeasuredEvidence } from './evidence';
import type { FactorFacts } from './facts/factor-facts';
import type { SearchFacts } from './facts/search-facts';
import { blocks, list, numbered, paragraph, picture, section, table, type Block } from './markdown';
import { markdownTexts } from './markdown-texts';
import { recommendationsOf } from './recommendations';
import type { ReportDocument } from './report';
import {
  bestRunSentence,
  convergenceSentence,
  dropSentence,
  factorTestSentence,
  luckSentence,
  noiseSentence,
  pairsSentence,
  referenceSentence,
  winnerSentence,
} from './search-sentences';
import { limitsSection } from './warnings-section';
import { intervalText, meanText, numberText, percentText, pText, phrase, levelText } from './words';

/** What the report shows beside the facts. */
export interface SearchReportParts {
  /** Figures that exist as pictures; the report shows those among figures 1 to 7. */
  readonly figures: readonly Figure[];
  /** What notebooks measured about the published recommendations. */
  readonly evidence?: readonly MeasuredEvidence[];
}

/** `REPORT.md`: the whole search, every sentence decided by its figures. */
export function searchReport(
  given: SearchFacts,
  { figures, evidence = [] }: SearchReportParts,
): ReportDocument {
  const facts = markdownTexts(given);
  const title = `Report: ${given.subject}`;
  const shown = (name: string, caption: string): Block => {
    const figure = figures.find((candidate) => candidate.name === name);
    return figure === undefined ? null : picture(figure, caption);
  };
  const markdown = blocks(
    `# Report: ${facts.subject}`,
    facts.objective.said ?? null,
    section(2, 'Summary', summaryList(facts)),
    limitsSection(2, facts.appraisal, facts.warnings),
    section(
      2,
      'The best configurations',
      topTable(facts),
      shown('fig1_top5_configurations', 'Figure 1. Best and last epoch of the best configurations.'),
      paragraph(luckSentence(facts), noiseSentence(facts)),
    ),
    section(
      2,
      'Each setting',
      shown(
        'fig2_hyperparameter_impact',
        'Figure 2. Every run by each of its settings; the other settings are not held fixed.',
      ),
      ...facts.factors.map(factorSection),
    ),
    section(
      2,
      'Learning curves',
      shown('fig3_learning_curves', 'Figure 3. Curves of the best and the worst run with a history.'),
      paragraph(dropSentence(facts)),
    ),
    lossSection(facts, shown),
    section(
      2,
      'Speed',
      shown('fig5_convergence_analysis', 'Figure 5. Epochs to the best score, and score per epoch trained.'),
      paragraph(convergenceSentence(facts)),
    ),
    section(
      2,
      'Mathematics of the losses',
      shown('fig6_loss_function_mathematics', 'Figure 6. What one pixel does to each loss.'),
      shown('fig7_pixel_gradient_analysis', 'Figure 7. Pixels by difficulty and their influence.'),
      figures.some(({ name }) => name.startsWith('fig6') || name.startsWith('fig7'))
        ? 'The derivations, and what real gradients say about them, are in [MATHEMATICAL_ANALYSIS_SUMMARY.md](MATHEMATICAL_ANALYSIS_SUMMARY.md).'
        : null,
    ),
    section(
      2,
      'Recommendations',
      section(
        3,
        'What these records call for',
        numbered(recommendationsOf(facts).map(({ advice, because }) => `**${advice}** ${because}`)),
      ),
      section(3, 'What was measured since', evidenceTable(evidence)),
    ),
    section(2, 'All runs', allRuns(facts)),
  );
  return { file: 'REPORT.md', title, markdown: `${markdown}\n` };
}

/** The summary's bullets, shared with the shorter documents. @param where the warnings stand. */
export function summaryList(given: SearchFacts, where = 'listed below'): Block {
  const facts = markdownTexts(given);
  const { scores, epochs, bestEpochs, quantity, leftOut, warnings } = facts;
  return list(
    bestRunSentence(facts),
    `${counted(scores.n, 'run')} with a score: ${phrase(quantity)} ${meanText(scores.mean, scores.sd)}, from ${fixed(scores.min!, 4)} to ${fixed(scores.max!, 4)}.`,
    luckSentence(facts),
    facts.loss === null ? null : winnerSentence(facts.loss),
    facts.loss === null ? null : pairsSentence(facts.loss),
    referenceSentence(facts),
    epochs.n === 0
      ? null
      : `Epochs trained: ${meanText(epochs.mean, epochs.sd, 1)}; best epoch: ${meanText(bestEpochs.mean, bestEpochs.sd, 1)}.`,
    leftOut.length === 0
      ? null
      : `${counted(leftOut.length, 'run')} left out: ${leftOut.map(({ name, reason }) => `${name} (${reason})`).join(', ')}.`,
    warnings.length === 0 ? null : `${counted(warnings.length, 'warning')} about the records, ${where}.`,
  );
}

function topTable({ top }: SearchFacts): Block {
  return table(
    ['>Rank', 'Configuration', '>Best', '>Epoch', '>Last epoch', '>Change'],
    top.rows.map(({ rank, label, best, bestEpoch, epochs, final, change }) => [
      String(rank),
      label,
      fixed(best, 4),
      bestEpoch === null ? '–' : `${bestEpoch}${epochs === null ? '' : ` of ${epochs}`}`,
      numberText(final),
      change === null ? '–' : percentText(change),
    ]),
  );
}

function factorSection(factor: FactorFacts): Block {
  return section(
    3,
    factor.title,
    table(
      ['Value', '>Runs', '>Mean', '>SD', '>95 % interval of the mean', '>Best'],
      factor.summary.levels.map(({ level, n, mean, sd, interval, best }) => [
        levelText(level),
        String(n),
        numberText(mean),
        numberText(sd),
        interval === null ? '–' : intervalText(interval, 4),
        numberText(best),
      ]),
    ),
    paragraph(winnerSentence(factor), factorTestSentence(factor)),
  );
}

function lossSection({ loss }: SearchFacts, shown: (name: string, caption: string) => Block): Block {
  if (loss === null) return null;
  const tested = loss.pairs.filter(({ difference }) => difference !== null);
  return section(
    2,
    `Comparison by ${phrase(loss.title)}`,
    shown('fig4_loss_comparison', `Figure 4. Every run by ${phrase(loss.title)}.`),
    table(
      ['Pair', '>Runs', '>Difference of means', '>95 % interval', '>p (Holm)', '>Hedges’ g'],
      tested.map(({ a, b, nA, nB, difference, interval, pHolm, effect }) => [
        `${levelText(a)} − ${levelText(b)}`,
        `${nA}, ${nB}`,
        fixed(difference!, 4),
        interval === null ? '–' : intervalText(interval, 4),
        pText(pHolm),
        effect.value === null ? '–' : `${fixed(effect.value, 2)} ${intervalText(effect.interval, 2)}`.trim(),
      ]),
    ),
    paragraph(pairsSentence(loss), budgetSentence(loss)),
  );
}

/** The best run of as many tries from each level. */
function budgetSentence({ best }: FactorFacts): Block {
  const known = best.levels.filter(({ bestAtBudget }) => bestAtBudget !== null);
  if (best.budget < 2 || known.length < 2) return null;
  return `The best of ${best.budget} runs drawn from each is on average ${known.map(({ name, bestAtBudget }) => `${fixed(bestAtBudget!, 4)} for ${levelText(name)}`).join(', ')}.`;
}

function allRuns({ runs }: SearchFacts): Block {
  const keys = Object.keys(runs[0]!.settings);
  return table(
    ['>', ...keys.map((key) => `>${settingTitle(key)}`), '>Best', '>Epoch', '>Epochs', '>Last epoch'],
    runs.map((run, index) => [
      String(index + 1),
      ...keys.map((key) => (run.settings[key] === undefined ? '–' : settingValue(run.settings[key]))),
      fixed(run.best, 4),
      run.bestEpoch === null ? '–' : String(run.bestEpoch),
      run.epochs === null ? '–' : String(run.epochs),
      numberText(run.final),
    ]),
  );
}
