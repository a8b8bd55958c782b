import type { Trend } from '../analysis';
import { counted, fixed, settingTitle, settingValue, short } from '../figures';
import { webAddress } from '../text';
import type { Figure, Objective, RunRecord } from '../types';
import { distinctNumbers, type SweepFacts } from './facts/sweep-facts';
import { luckVerdict } from './luck';
import { blocks, code, enumeration, list, paragraph, picture, section, table, type Block } from './markdown';
import { markdownTexts } from './markdown-texts';
import type { ReportDocument } from './report';
import { factorTestSentence, winnerSentence } from './search-sentences';
import { limitsSection } from './warnings-section';
import { intervalText, numberText, pText, phrase } from './words';

/** `SWEEP_REPORT.md`: the workflow of a sweep's evaluation with every place filled by computation. */
export function sweepReport(given: SweepFacts, { figures }: { figures: readonly Figure[] }): ReportDocument {
  const facts = markdownTexts(given);
  const title = `Sweep report: ${given.subject}`;
  const shown = (name: RegExp, caption: string): Block => {
    const figure = figures.find((candidate) => name.test(candidate.name));
    return figure === undefined ? null : picture(figure, caption);
  };
  const markdown = blocks(
    `# Sweep report: ${facts.subject}`,
    facts.objective.said ?? null,
    section(2, 'Findings', list(...findings(facts))),
    section(2, 'What was searched', configurationTable(facts)),
    section(2, 'Data', list(...dataList(facts))),
    limitsSection(2, facts.appraisal, facts.warnings),
    section(
      2,
      'Best run',
      bestRunTable(facts),
      paragraph(luck(facts)),
      paragraph(progress(facts)),
      shown(/^best_so_far$/, 'Best score so far.'),
    ),
    section(2, `The ${facts.top.length} best runs`, topTable(facts)),
    section(2, 'Listed parameters', ...facts.listed.map((factor) => listedSection(facts, factor))),
    section(
      2,
      'Parameters with a range',
      shown(/^parameter_scatter$/, 'Score against each parameter, with a local trend.'),
      trendTable(facts),
      list(facts.trends.filter(isPlain).map(({ key, trend }) => trendSentence(key, trend, facts.objective))),
      shown(/^heat_map_/, 'Mean score over two parameters.'),
    ),
    section(2, 'Combinations', shown(/^parallel_coordinates$/, 'Every run through all its settings.')),
    section(
      2,
      'Correlations',
      correlationTable(facts),
      shown(/^correlation_matrix$/, 'Correlation of scores and parameters.'),
    ),
    section(
      2,
      'Importance',
      importanceTable(facts),
      importanceSentence(facts),
      shown(/^importance$/, 'Importance with intervals.'),
    ),
    section(
      2,
      'Next sweep',
      list(facts.narrowed.map(({ name, change, reason }) => `**${name}** (${change}): ${reason}`)),
      facts.yaml === null ? null : code(facts.yaml, 'yaml'),
    ),
  );
  return { file: 'SWEEP_REPORT.md', title, markdown: `${markdown}\n` };
}

function findings(facts: SweepFacts): Block[] {
  const { top, metric, listed, trends } = facts;
  const [best] = top;
  return [
    `The best of ${counted(facts.appraisal.usable, 'run')} is ${runLink(best!.record)} with a ${phrase(settingTitle(metric))} of ${fixed(best!.value, 4)} (${settingsOf(facts, best!.record)}).`,
    luck(facts),
    ...listed.map((factor) => paragraph(winnerSentence(factor), factorTestSentence(factor))),
    ...trends.filter(isPlain).map(({ key, trend }) => trendSentence(key, trend, facts.objective)),
  ];
}

function configurationTable({ listed, continuous, appraisal }: SweepFacts): Block {
  return table(
    ['Parameter', 'Searched', '>Runs', '>Distinct values'],
    [
      ...listed.map(({ key, summary }) => [
        key,
        summary.levels.map(({ level }) => level).join(', '),
        String(summary.levels.reduce((sum, { runs }) => sum + runs, 0)),
        String(summary.levels.length),
      ]),
      ...continuous.map((factor) => {
        const { name, numbers, missing } = factor;
        const values = [...numbers!].filter(Number.isFinite).sort((a, b) => a - b);
        return [
          name,
          `${short(values[0]!)} to ${short(values[values.length - 1]!)}`,
          String(numbers!.length - missing),
          String(distinctNumbers(factor)),
        ];
      }),
      ...appraisal.unusable
        .filter(({ kind }) => kind === 'constant')
        .map(({ name, value }) => [name, `${value ?? ''} (fixed)`, '', '1']),
    ],
  );
}

function dataList({ records, states, sweeps, appraisal }: SweepFacts): Block[] {
  const empty = appraisal.unusable.filter(({ kind }) => kind === 'empty').map(({ name }) => name);
  const sources = [...new Set(records.map(({ source }) => source))];
  return [
    `${counted(records.length, 'run')} read from ${enumeration(sources)}; by state: ${states.map(([state, n]) => `${state} ${n}`).join(', ')}.`,
    sweeps.length > 1 ? `Sweeps: ${sweeps.map(([sweep, n]) => `${sweep} (${n})`).join(', ')}.` : null,
    empty.length === 0 ? null : `Empty in every run: ${empty.join(', ')}.`,
  ];
}

function bestRunTable(facts: SweepFacts): Block {
  const [best] = facts.top;
  const { record, value } = best!;
  return table(
    ['', 'Value'],
    [
      ['Run', runLink(record)],
      [settingTitle(facts.metric), fixed(value, 5)],
      ...facts.scores.flatMap((key) => {
        const other = record.summary[key];
        return typeof other === 'number' ? [[settingTitle(key), exactValue(record, key)]] : [];
      }),
      ...parameterKeys(facts).map((key) => [settingTitle(key), exactValue(record, key)]),
    ],
  );
}

function luck({ luck: best }: SweepFacts): Block {
  if (best.p === null || best.expectedBest === null) return null;
  if (best.beyond !== null)
    return `A normal distribution with the mean and spread of these ${best.n} runs goes ${best.beyond}, so the scores are far from normal and it cannot say what luck would give.`;
  return `The best of ${best.n} draws from one normal distribution with these runs’ mean and spread is ${fixed(best.expectedBest, 4)} on average; the best run has ${fixed(best.best!, 4)} (${pText(best.p)}): ${luckVerdict(best)}.`;
}

function progress({ bestSoFar: { points, order }, objective }: SweepFacts): Block {
  const last = points[points.length - 1];
  if (last === undefined || points.length < 2) return null;
  const reached = points.find(({ best }) => best === last.best)!;
  const when = order === 'created' ? 'In the order of their start' : 'In the given order';
  return `${when}, run ${reached.trial} of ${points[points.length - 1]!.trial} reached the best score; the ${points.length - reached.trial} runs after it did not ${objective.goal === 'maximize' ? 'raise' : 'lower'} it.`;
}

function topTable(facts: SweepFacts): Block {
  const keys = parameterKeys(facts);
  const scores = facts.scores.slice(0, 2);
  return table(
    [
      '>Rank',
      'Run',
      `>${settingTitle(facts.metric)}`,
      ...scores.map((key) => `>${settingTitle(key)}`),
      ...keys.map((key) => `>${settingTitle(key)}`),
    ],
    facts.top.map(({ rank, value, record }) => [
      String(rank),
      runLink(record),
      fixed(value, 5),
      ...scores.map((key) => valueOf(record, key)),
      ...keys.map((key) => valueOf(record, key)),
    ]),
  );
}

function listedSection(facts: SweepFacts, factor: SweepFacts['listed'][number]): Block {
  return section(
    3,
    factor.title,
    table(
      [factor.key, '>mean', '>std', facts.objective.goal === 'maximize' ? '>max' : '>min', '>count'],
      factor.summary.levels.map(({ level, mean, sd, best, n }) => [
        level,
        numberText(mean, 5),
        numberText(sd, 5),
        numberText(best, 5),
        String(n),
      ]),
    ),
    paragraph(winnerSentence(factor), factorTestSentence(factor)),
  );
}

function trendTable({ trends }: SweepFacts): Block {
  return table(
    [
      'Parameter',
      'Scale',
      '>r',
      '>95 % interval',
      '>p',
      '>Mean by quarter of the range’s runs, lowest to highest',
    ],
    trends.map(({ key, trend, quarters }) => [
      key,
      trend.scale,
      trend.correlation.r === null ? '–' : fixed(trend.correlation.r, 3),
      trend.correlation.interval === null ? '–' : intervalText(trend.correlation.interval, 3),
      pText(trend.p),
      quarters.levels.map(({ mean }) => numberText(mean, 4)).join(', '),
    ]),
  );
}

function isPlain({ trend }: { readonly trend: Trend }): boolean {
  return trend.scale === 'linear';
}

/** What a straight line says about one parameter. */
function trendSentence(key: string, { correlation, n }: Trend, { goal }: Objective): Block {
  const { r, interval } = correlation;
  if (r === null) return null;
  const name = settingTitle(key);
  if (interval === null || (interval.low <= 0 && interval.high >= 0))
    return `${name}: no trend is told (r = ${fixed(r, 3)} ${intervalText(interval, 3)}, n = ${n}); its sign is open.`;
  const better = goal === 'maximize' ? 'a higher score' : 'a lower, better score';
  return `${name}: ${r > 0 === (goal === 'maximize') ? 'higher' : 'lower'} values go with ${better} (r = ${fixed(r, 3)} ${intervalText(interval, 3)}, n = ${n}).`;
}

function correlationTable({ correlations, metric }: SweepFacts): Block {
  const { names, cells } = correlations;
  const at = names.indexOf(metric);
  return table(
    ['With', `>r with ${settingTitle(metric)}`, '>95 % interval', '>n'],
    names.flatMap((name, index) => {
      if (index === at) return [];
      const { r, interval, n } = cells[at]![index]!;
      return [
        [
          settingTitle(name),
          r === null ? 'not defined' : fixed(r, 3),
          interval === null ? '–' : intervalText(interval, 3),
          String(n),
        ],
      ];
    }),
  );
}

function importanceTable({ importance }: SweepFacts): Block {
  if (importance === null) return null;
  return table(
    [
      'Parameter',
      '>Alone (functional ANOVA)',
      '>95 % interval',
      '>Lost when shuffled',
      '>95 % interval',
      '>First in',
      'Above chance',
    ],
    importance.features.map(({ name, fanova, permutation }) => [
      name,
      fixed(fanova.value, 3),
      intervalText(fanova.interval, 3),
      fixed(permutation.value, 3),
      intervalText(permutation.interval, 3),
      `${(permutation.firstShare * 100).toFixed(0)} %`,
      fanova.detected && permutation.detected
        ? 'yes'
        : fanova.detected || permutation.detected
          ? 'by one measure'
          : 'no',
    ]),
  );
}

function importanceSentence({ importance }: SweepFacts): Block {
  if (importance === null) return null;
  if (importance.reason !== null) return `Importance could not be worked out: ${importance.reason}.`;
  const { rSquared, detection } = importance;
  return paragraph(
    rSquared === null
      ? null
      : rSquared.interval.low > 0
        ? `The forest predicts ${fixed(rSquared.value * 100, 0)} % of the variance of runs that it has not seen ${intervalText({ ...rSquared.interval, low: rSquared.interval.low * 100, high: rSquared.interval.high * 100 }, 0)}.`
        : `The forest predicts ${fixed(rSquared.value * 100, 0)} % of the variance of runs that it has not seen, with an interval ${intervalText({ ...rSquared.interval, low: rSquared.interval.low * 100, high: rSquared.interval.high * 100 }, 0)} that holds 0: the shares above rest on little.`,
    detection?.share == null
      ? null
      : `A straight-line effect below ${fixed(detection.share * 100, 1)} % of the variance would go unnoticed with ${counted(importance.n, 'run')}.`,
    ...importance.notices,
  );
}

function parameterKeys({ listed, continuous }: SweepFacts): string[] {
  return [...listed.map(({ key }) => key), ...continuous.map(({ name }) => name)];
}

function settingsOf(facts: SweepFacts, record: RunRecord): string {
  return parameterKeys(facts)
    .map((key) => `${phrase(settingTitle(key))} ${valueOf(record, key)}`)
    .join(', ');
}

function valueOf({ config, summary }: RunRecord, key: string): string {
  const value = config[key] ?? summary[key];
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' || typeof value === 'string' ? settingValue(value) : '–';
}

/** Five significant digits, for the one run that is looked at closely. */
function exactValue({ config, summary }: RunRecord, key: string): string {
  const value = config[key] ?? summary[key];
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return typeof value === 'string' ? settingValue(value) : '–';
  const number = Number(value.toPrecision(5));
  return Math.abs(number) < 0.01 && number !== 0 ? number.toExponential() : String(number);
}

function runLink({ name, url }: RunRecord): string {
  const address = webAddress(url);
  return address === null ? name : `[${name}](${address})`;
}
