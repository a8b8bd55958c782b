import type { GroupSummary } from '../../analysis';
import { counted, fixed, settingPhrase } from '../../figures';
import { markdown, markdownList, type Markdown } from '../../text';
import type { SettingCompared } from '../compare-settings';
import type { SweepFacts } from '../facts/sweep-facts';
import { luckVerdict } from '../luck';
import { warningList } from '../appraisal-list';
import { valueInRun, variedSettings } from './best-run-table';
import { correlationRows, type CorrelationRow } from './correlation-rows';

/** A sweep in a paragraph: its best run against luck, and its warnings. */
export function sweepInBrief({ subject, top, metric, luck, warnings }: SweepFacts): Markdown {
  const best = top[0]!;
  return markdown`**${subject}:** the best of ${luck.n} runs is ${best.record.name} with a ${settingPhrase(metric)} of ${fixed(best.value, 4)}; against luck: ${luckVerdict(luck)}.\n\n${warningList(warnings)}`;
}

/**
 * What notebook 07 found, in sentences that the facts decide.
 *
 * @param byBatch the score by batch size; null where it does not vary
 * @param compared settings beside those of the collection's own sweeps; null where they are not asked
 */
export function sweepFindings(
  facts: SweepFacts,
  byBatch: GroupSummary | null,
  compared: readonly SettingCompared[] | null,
): Markdown {
  return markdownList([
    bestSentence(facts),
    batchSentence(byBatch),
    signSentence(facts),
    importanceSentence(facts),
    warningSentence(facts),
    nextSentence(facts),
    compared === null ? '' : comparedSentence(compared),
  ]);
}

function bestSentence(facts: SweepFacts): Markdown {
  const { luck, metric } = facts;
  const best = facts.top[0]!;
  const settings = variedSettings(facts).map(
    (key) => `${settingPhrase(key)} ${valueInRun(facts, best.record, key)}`,
  );
  return markdown`${luck.n === 1 ? 'The one run' : `The best of ${luck.n} runs`} has a ${settingPhrase(metric)} of **${fixed(best.value, 5)}**${settings.length === 0 ? '' : markdown` (${settings.join(', ')})`}. Against luck: ${luckVerdict(luck)}.`;
}

function batchSentence(byBatch: GroupSummary | null): string {
  const levels = (byBatch?.levels ?? []).filter(({ mean }) => mean !== null);
  if (levels.length < 2) return '';
  const means = levels.map(({ level, mean, n }) => `${fixed(mean!, 4)} for ${level} (n = ${n})`);
  return `By batch size the means are ${means.join(', ')}.`;
}

function signSentence(facts: SweepFacts): string {
  const settings = variedSettings(facts);
  const told = correlationRows(facts).filter(
    ({ key, r, low }) => settings.includes(key) && r !== null && low !== null,
  );
  const open = told.filter(({ low, high }) => low! <= 0 && high! >= 0);
  const certain = told.filter((row) => !open.includes(row));
  const list = (rows: readonly CorrelationRow[]): string =>
    rows
      .map(
        ({ key, r, low, high }) =>
          `${settingPhrase(key)} (r = ${fixed(r!, 3)} [${fixed(low!, 3)}, ${fixed(high!, 3)}])`,
      )
      .join(', ');
  const confounded = facts.warnings.some(({ kind }) => kind === 'confounded factors');
  return [
    certain.length === 0
      ? 'No numeric setting has a correlation with the score whose sign is certain.'
      : `A sign is told for ${list(certain)}.`,
    open.length === 0 ? '' : ` It is open for ${list(open)}.`,
    confounded
      ? ' Some settings were not fully crossed (section 2), so what is read as one may be another.'
      : '',
  ].join('');
}

function importanceSentence({ importance }: SweepFacts): string {
  const trusted = importance?.rSquared ?? null;
  if (importance === null || trusted === null) return 'Importance could not be checked on unseen runs.';
  if (trusted.value <= 0)
    return 'The forest predicts unseen runs no better than their mean, so no importance is claimed.';
  const share = `The forest predicts ${fixed(trusted.value * 100, 0)} % of the variance of unseen runs`;
  const { low, high } = trusted.interval;
  return low > 0
    ? `${share}; first is ${settingPhrase(importance.features[0]!.name)}.`
    : `${share}, with an interval that holds zero [${fixed(low * 100, 0)}, ${fixed(high * 100, 0)}]: its order of settings is a hint, not a finding.`;
}

function warningSentence({ warnings }: SweepFacts): string {
  if (warnings.length === 0) return 'The records give no warning.';
  const kinds = [...new Set(warnings.map(({ kind }) => kind))].join(', ');
  return `The records give ${counted(warnings.length, 'warning')} (${kinds}).`;
}

function nextSentence({ yaml, narrowed }: SweepFacts): string {
  if (yaml === null) return '';
  const changed = narrowed.filter(({ change }) => change !== 'kept');
  return changed.length === 0
    ? 'The next sweep keeps every range: nothing here justifies narrowing one.'
    : `The next sweep changes ${changed.map(({ name }) => settingPhrase(name)).join(', ')} and keeps the rest.`;
}

function comparedSentence(compared: readonly SettingCompared[]): string {
  const alike = compared.filter(({ reading }) => /^(?:the same|opposite)/.test(reading));
  if (alike.length === 0) return 'On our beads no sign of a setting can be held against the published one.';
  const list = alike.map(
    ({ setting, reading }) => `${setting.charAt(0).toLowerCase()}${setting.slice(1)} has ${reading}`,
  );
  return `Held against our beads, ${list.join(', ')}; images, ranges and scores differ, so neither refutes the other.`;
}
