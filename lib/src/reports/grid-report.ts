import {
  counted,
  fixed,
  gridHeatMapsFigure,
  gridHeatMapsInfo,
  settingTitle,
  settingValue,
  short,
  stabilityFigure,
  stabilityInfo,
} from '../figures';
import { markdownText } from '../text';
import type { Figure } from '../types';
import type { ClaimRow } from './claim-rows';
import { claimCounts } from './claims-report';
import type { GridFacts, GridMeasure } from './facts/grid-facts';
import { blocks, list, numbered, paragraph, picture, section, table, type Block } from './markdown';
import { markdownTexts } from './markdown-texts';
import type { ReportDocument } from './report';
import { factorTestSentence, winnerSentence } from './search-sentences';
import { limitsSection } from './warnings-section';
import { intervalText, numberText, pText, phrase, levelText } from './words';

/** The grid's figures that the facts allow: those of the report, to be rendered and handed to `writeReport`. */
export function gridFigures(facts: GridFacts): Figure[] {
  const { records, architecture, x, y, measures } = facts;
  const caution = facts.rateIdle
    ? 'The learning rate was never applied: the cells of a row are repeats of one setting'
    : '';
  const stable = measures.some(({ title }) => title.startsWith('Deviation'));
  return [
    ...(architecture === null || x === null || y === null
      ? []
      : measures.map(({ field, title, goal, decimals }, index) =>
          gridHeatMapsFigure(
            gridHeatMapsInfo(records, {
              metric: field,
              title: index === 0 ? facts.quantity : title,
              good: goal === 'maximize' ? 'high' : 'low',
              framed: index === 0,
              panel: architecture,
              x,
              y,
              caution,
              decimals: decimals === 1 ? 0 : 3,
            }),
          ),
        )),
    ...(stable
      ? [
          stabilityFigure(
            stabilityInfo(records, {
              score: facts.objective,
              title: facts.quantity,
              ...(architecture === null ? {} : { group: architecture }),
            }),
          ),
        ]
      : []),
  ];
}

/** What the report shows beside the facts. */
export interface GridReportParts {
  readonly figures: readonly Figure[];
  /** Hypotheses and success criteria with their verdicts. */
  readonly claims?: readonly ClaimRow[];
}

/** `GRID_REPORT.md`: a grid over architectures and settings, with the verdict on each hypothesis. */
export function gridReport(given: GridFacts, { figures, claims = [] }: GridReportParts): ReportDocument {
  const facts = markdownTexts(given);
  const title = `Grid report: ${given.subject}`;
  const pictures = figures.filter(({ name }) => name.startsWith('grid_') || name === 'stability_performance');
  const markdown = blocks(
    `# Grid report: ${facts.subject}`,
    facts.objective.said ?? null,
    section(2, 'Findings', list(...findings(facts))),
    section(2, 'Design', designTable(facts), paragraph(rateSentence(facts))),
    limitsSection(2, facts.appraisal, facts.warnings),
    section(2, 'Best runs', bestTable(facts), architectureTable(facts)),
    ...facts.measures.map((measure) => measureSection(facts, measure)),
    section(
      2,
      'Maps of the grid',
      ...pictures.map((figure) => picture(figure, markdownText(figure.description))),
    ),
    section(2, 'Stability and score', stabilitySentence(facts)),
    section(2, 'Score for each hour', hourTable(facts)),
    section(2, 'Hypotheses and success criteria', claimCounts(claims), claimTable(claims)),
    section(2, 'Recommendations', numbered(recommendations(facts))),
  );
  return { file: 'GRID_REPORT.md', title, markdown: `${markdown}\n` };
}

function findings(facts: GridFacts): Block[] {
  const { best, quantity, measures } = facts;
  const [first] = best;
  return [
    `The best of ${counted(facts.appraisal.usable, 'run')} is ${first!.record.name} with a ${phrase(quantity)} of ${fixed(first!.value, 4)}.`,
    rateSentence(facts),
    ...measures.flatMap(({ factors, title }) =>
      factors.map((factor) => {
        const test = factorTestSentence(factor);
        return test === null ? null : `${title}: ${test.charAt(0).toLowerCase()}${test.slice(1)}`;
      }),
    ),
    noiseSentence(facts),
  ];
}

function designTable({ factors }: GridFacts): Block {
  return table(
    ['Factor', 'Configured values', '>Number', '>Runs without one'],
    factors.map(({ name, distinct, missing }) => [
      settingTitle(name),
      distinct.map((level) => levelText(level)).join(', '),
      String(distinct.length),
      String(missing),
    ]),
  );
}

function rateSentence({ rate, rateIdle }: GridFacts): Block {
  if (rate === null) return null;
  if (rateIdle)
    return `The learning rate was never applied: ${rate.configured.length} values were configured (${rate.configured.map(short).join(', ')}), and all ${rate.compared} histories start from ${rate.logged.map(short).join(', ')}. Runs that differ only in it are repeats of one setting, and no effect of the learning rate is reported.`;
  return rate.different === 0
    ? `The logged learning rate is the configured one in all ${rate.compared} runs with a history.`
    : `The logged learning rate differs from the configured one in ${rate.different} of ${rate.compared} runs.`;
}

function noiseSentence({ noise, measures }: GridFacts): Block {
  const sd = measures[0]?.factors[0]?.summary;
  if (noise === null || sd === undefined) return null;
  return `Runs of one setting differ by a standard deviation of ${fixed(noise, 4)} in the score: that much is chance, not setting.`;
}

function bestTable({ best, factors, quantity }: GridFacts): Block {
  const keys = factors.map(({ name }) => name);
  return table(
    ['>Rank', ...keys.map(settingTitle), `>${quantity}`],
    best.map(({ rank, value, record }) => [
      String(rank),
      ...keys.map((key) => {
        const held = record.config[key] ?? record.summary[key];
        return typeof held === 'number' || typeof held === 'string' ? settingValue(held) : '–';
      }),
      fixed(value, 4),
    ]),
  );
}

function architectureTable({ byArchitecture, bestByArchitecture }: GridFacts): Block {
  if (byArchitecture === null) return null;
  return table(
    ['Architecture', '>Runs', '>Mean', '>SD', '>95 % interval of the mean', '>Best', 'Best run'],
    byArchitecture.levels.map(({ level, n, mean, sd, interval, best }) => [
      levelText(level),
      String(n),
      numberText(mean),
      numberText(sd),
      interval === null ? '–' : intervalText(interval, 4),
      numberText(best),
      bestByArchitecture.find(({ name }) => name === level)?.run.record.name ?? '–',
    ]),
  );
}

function measureSection(
  { rateIdle, measures }: GridFacts,
  { title, factors, anova, goal, decimals }: GridMeasure,
): Block {
  return section(
    2,
    title,
    ...factors.map((factor) =>
      section(
        3,
        `By ${phrase(factor.title)}`,
        table(
          ['Value', '>Runs', '>Mean', '>SD', '>Median', goal === 'maximize' ? '>Greatest' : '>Least'],
          factor.summary.levels.map(({ level, n, mean, sd, median, best }) => [
            levelText(level),
            String(n),
            numberText(mean, decimals),
            numberText(sd, decimals),
            numberText(median, decimals),
            numberText(best, decimals),
          ]),
        ),
        paragraph(title === measures[0]?.title ? winnerSentence(factor) : null, factorTestSentence(factor)),
      ),
    ),
    anova === null
      ? null
      : section(
          3,
          'Analysis of variance (type II)',
          table(
            ['Term', '>df', '>F', '>p', '>Partial ω²'],
            anova.terms.map(({ term, df, f, p, effect }) => [
              term.split(' × ').map(settingTitle).join(' × '),
              String(df),
              f === null ? '–' : fixed(f, 2),
              pText(p),
              effect.value === null
                ? '–'
                : `${fixed(effect.value, 3)} ${intervalText(effect.interval, 3)}`.trim(),
            ]),
          ),
          paragraph(
            `${counted(anova.n, 'run')}, ${anova.residual.df} residual degrees of freedom${rateIdle ? '; the runs with different configured learning rates are its repeats' : ''}.`,
            ...anova.notices,
          ),
        ),
  );
}

function stabilitySentence({ stabilityAgainstScore: rank, objective }: GridFacts): Block {
  if (rank?.r == null) return null;
  const sure = rank.interval !== null && (rank.interval.low > 0 || rank.interval.high < 0);
  const figures = `Spearman’s ρ between the deviation of the validation loss and the score is ${fixed(rank.r, 2)} ${intervalText(rank.interval, 2)} over ${counted(rank.n, 'run')}`;
  if (!sure) return `${figures}: neither sign is left out.`;
  const lower = objective.goal === 'maximize' ? '' : ', which is better';
  const higher = objective.goal === 'maximize' ? '' : ', which is worse';
  return rank.r < 0
    ? `${figures}: steadier runs score higher${higher}.`
    : `${figures}: steadier runs score lower${lower}.`;
}

function hourTable({ perHour }: GridFacts): Block {
  if (perHour.length === 0) return null;
  return blocks(
    table(
      ['>Rank', 'Run', '>Score', '>Minutes', '>Score for each hour'],
      perHour
        .slice(0, 5)
        .map(({ name, score, hours, perHour: rate }, index) => [
          String(index + 1),
          name,
          fixed(score, 4),
          fixed(hours * 60, 1),
          fixed(rate, 2),
        ]),
    ),
    'A short run with a middling score leads such a list; read it beside the scores.',
  );
}

function claimTable(claims: readonly ClaimRow[]): Block {
  const asked = claims.some(({ again }) => again !== undefined);
  return table(
    ['Statement', 'Verdict', 'Figures', ...(asked ? ['Holds elsewhere', 'Figures there'] : [])],
    claims.map(({ statement, verdict, evidence, again }) => [
      statement,
      verdict,
      evidence,
      ...(asked ? [again?.holds ?? '–', again === undefined ? '–' : `${again.evidence} (${again.by})`] : []),
    ]),
  );
}

function recommendations({ rateIdle, warnings, noise, measures }: GridFacts): Block[] {
  const collapsed = warnings.find(({ kind }) => kind === 'collapsed runs');
  const told = measures[0]?.factors.some(({ pHolm }) => pHolm !== null && pHolm < 0.05) ?? false;
  return [
    rateIdle
      ? '**Apply the learning rate and run the grid again.** No effect of it can be estimated from these runs.'
      : null,
    collapsed === undefined
      ? null
      : `**Find out why some trainings collapsed before comparing means.** ${collapsed.message}`,
    told || noise === null
      ? null
      : `**Repeat every cell with several seeds.** Repeats differ by ${fixed(noise, 4)}, and no factor is told from that.`,
  ];
}
