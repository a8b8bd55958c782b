import { counted, fixed } from '../figures';
import type { SearchFacts } from './facts/search-facts';
import { enumeration } from './markdown';
import { markdownTexts } from './markdown-texts';
import { percentText, pText } from './words';

/** Something to do next, with the figures that call for it. */
export interface Recommendation {
  readonly advice: string;
  readonly because: string;
}

/** What the records themselves call for; nothing that they do not show. */
export function recommendationsOf(given: SearchFacts): Recommendation[] {
  const facts = markdownTexts(given);
  const { warnings, luck, runs, scores, changes, earlyPeaks, epochNoise, objective } = facts;
  const sign = objective.goal === 'maximize' ? 1 : -1;
  const lead = runs.length < 2 ? 0 : Math.abs(runs[0]!.best - runs[1]!.best);
  const found: Recommendation[] = [];
  const confounded = warnings.filter(
    ({ kind, evidence }) => kind === 'confounded factors' && 'a' in evidence,
  );
  if (confounded.length > 0)
    found.push({
      advice: `Cross the settings: run every combination of ${enumeration([...new Set(confounded.flatMap(({ evidence }) => [String(evidence.a), String(evidence.b)]))])}, or draw them at random.`,
      because: `${counted(confounded.length, 'pair')} of settings ${confounded.length === 1 ? 'was' : 'were'} not crossed, so a difference between the values of one is partly one of the other.`,
    });
  const idle = warnings.find(
    ({ kind, evidence }) => kind === 'factor never applied' && evidence.never === true,
  );
  if (idle !== undefined)
    found.push({ advice: 'Apply the learning rate and run the grid again.', because: idle.message });
  for (const { message } of warnings.filter(({ kind }) => kind === 'group of one'))
    found.push({ advice: 'Run the single configuration again with at least three seeds.', because: message });
  if (luck.p !== null && luck.p >= 0.05 && runs.length > 1) {
    const seeds = seedsNeeded(lead, scores.sd!);
    found.push({
      advice: `Repeat the best two configurations before preferring one${seeds === null ? '' : `; if repeats differ as much as these runs do (standard deviation ${fixed(scores.sd!, 4)}), about ${counted(seeds, 'seed')} each tell their difference of ${fixed(lead, 4)} with 80 % power`}.`,
      because:
        luck.beyond !== null
          ? 'Their lead has not been told from luck.'
          : `The best of ${luck.n} is no more than luck would give (${pText(luck.p)}).`,
    });
  } else if (luck.p !== null && luck.p < 0.05 && facts.runs.length > 1)
    found.push({
      advice: 'Repeat the best configuration with other seeds.',
      because: `It stands out (${pText(luck.p)}), but it is one training; nothing here says how much a second one would differ.`,
    });
  if (changes.median !== null && sign * changes.median < -0.1)
    found.push({
      advice: 'Keep the weights of the best epoch, and judge on data that did not choose the epoch.',
      because: `The median run ${sign > 0 ? 'loses' : 'gets worse by'} ${percentText(Math.abs(changes.median), 1, false)} from its best to its last epoch.`,
    });
  if (earlyPeaks >= 0.2 * runs.length && earlyPeaks > 0)
    found.push({
      advice:
        'Look at the first epochs before tuning further: initial scores, learning-rate warm-up, the order of the data.',
      because: `${earlyPeaks} of ${counted(runs.length, 'run')} had their best epoch within the first five.`,
    });
  if (epochNoise !== null && scores.sd !== null && epochNoise > 0.5 * scores.sd)
    found.push({
      advice: 'Average the score over several epochs, or over more validation images.',
      because: `The score moves by ${fixed(epochNoise, 4)} from epoch to epoch (standard deviation over the last ten), and by ${fixed(scores.sd, 4)} between runs.`,
    });
  return found;
}

/** Runs in each of two groups that tell a difference with 80 % power at 5 %: 2 (1.96 + 0.84)² (sd / difference)², plus one. */
function seedsNeeded(difference: number, sd: number): number | null {
  if (!(difference > 0 && sd > 0)) return null;
  const seeds = Math.ceil(2 * (1.96 + 0.842) ** 2 * (sd / difference) ** 2) + 1;
  return seeds > 10_000 ? null : Math.max(2, seeds);
}
