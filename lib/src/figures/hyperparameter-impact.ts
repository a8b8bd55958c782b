import { better, describe, quantile } from '../analysis';
import type { Figure, Objective } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, translucent } from './palette';
import { panelGrid } from './panels';
import type { Annotation, Trace } from './plotly';
import type { SearchRun } from './search-run';
import { settingTitle, settingValue } from './setting-names';
import { mostDrawn, thinnedGroup, thinnedText } from './thinned';

/** Runs that share one value of a setting, or a quarter of its range. */
export interface ImpactLevel {
  /** The value, or where the quarter begins. */
  readonly value: number | string;
  readonly label: string;
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation; null for one run. */
  readonly sd: number | null;
  /** Score of its best run. */
  readonly best: number;
  readonly scores: readonly number[];
}

export interface HyperparameterImpactInfo {
  readonly quantity: string;
  readonly goal: Objective['goal'];
  readonly n: number;
  readonly factors: readonly {
    readonly key: string;
    readonly title: string;
    /** Numbers ascending, words by their mean, worst first. */
    readonly levels: readonly ImpactLevel[];
    /** Level with the best mean, among those with at least two runs; null where none has two. */
    readonly bestMean: string | null;
    /** Level of the single best run. */
    readonly bestRun: string;
  }[];
}

/** A setting of more numbers than this is cut into quarters of the runs. */
const mostValues = 24;

/**
 * Means of the score for every value of every setting; of a setting of many numbers, for quarters of the runs.
 *
 * @param options.factors at most nine; default: all settings of the first run.
 * @throws RangeError without a run, or for a setting that a run lacks.
 */
export function hyperparameterImpactInfo(
  runs: readonly SearchRun[],
  { goal, quantity, factors }: { goal: Objective['goal']; quantity: string; factors?: readonly string[] },
): HyperparameterImpactInfo {
  const first = runs[0];
  if (first === undefined) throw new RangeError('no run with a score; nothing to compare');
  const order = better({ goal });
  return {
    quantity,
    goal,
    n: runs.length,
    factors: (factors ?? Object.keys(first.settings)).map((key) => {
      const levels = levelsOf(runs, key, goal);
      const repeated = levels.filter(({ n }) => n > 1);
      const winner = (among: readonly ImpactLevel[], of: (level: ImpactLevel) => number): ImpactLevel =>
        among.reduce((a, b) => (order(of(b), of(a)) < 0 ? b : a));
      return {
        key,
        title: settingTitle(key),
        levels,
        bestMean: repeated.length === 0 ? null : winner(repeated, ({ mean }) => mean).label,
        bestRun: winner(levels, (level) => level.best).label,
      };
    }),
  };
}

function levelsOf(runs: readonly SearchRun[], key: string, goal: Objective['goal']): ImpactLevel[] {
  const groups = new Map<number | string, { label: string; scores: number[] }>();
  const values = runs.map(({ settings, label }) => {
    const value = settings[key];
    if (value === undefined) throw new RangeError(`run ${label} has no setting ${key}`);
    return value;
  });
  const levelOf = quartersOf(values) ?? ((value) => ({ value, label: settingValue(value) }));
  runs.forEach(({ best }, i) => {
    const { value, label } = levelOf(values[i]!);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, { label, scores: [best] });
    else group.scores.push(best);
  });
  const levels = [...groups].map(([value, { label, scores }]): ImpactLevel => {
    const { n, mean, sd, max, min } = describe(scores);
    return {
      value,
      label,
      n,
      mean: mean!,
      sd,
      best: (goal === 'maximize' ? max : min)!,
      scores,
    };
  });
  const numeric = levels.every(({ value }) => typeof value === 'number');
  return levels.sort((a, b) =>
    numeric ? Number(a.value) - Number(b.value) : better({ goal })(b.mean, a.mean),
  );
}

/** The quarter that a number belongs to, as a level; null where the values are few, or words. */
function quartersOf(
  values: readonly (number | string)[],
): ((value: number | string) => { value: number; label: string }) | null {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length || new Set(numbers).size <= mostValues) return null;
  const borders = [0, 0.25, 0.5, 0.75, 1].map((p) => quantile(numbers, p));
  return (value) => {
    const quarter = borders.slice(1, 4).filter((border) => Number(value) > border).length;
    const [from, to] = [borders[quarter]!, borders[quarter + 1]!];
    return { value: from, label: `${settingValue(from)} to ${settingValue(to)}` };
  };
}

/** Figure 2: a panel a setting; every run a dot, means with standard deviations, the best run a red star. */
export function hyperparameterImpactFigure(given: HyperparameterImpactInfo): Figure {
  const info = figureTexts(given);
  const { factors, quantity } = info;
  const columns = factors.length === 1 ? 1 : 2;
  const rows = Math.ceil(factors.length / columns);
  const panels = panelGrid(rows, columns, 0.1, rows === 1 ? 0 : 88 / (260 * rows));
  const range = paddedRange(
    factors.flatMap(({ levels }) =>
      levels.flatMap(({ scores, mean, sd }) => [...scores, mean + (sd ?? 0), mean - (sd ?? 0)]),
    ),
    0.1,
  );
  // so many panels of dots would keep a browser busy for seconds
  const most = Math.min(mostDrawn, Math.floor((3 * mostDrawn) / factors.length));
  const traces: Trace[] = [];
  const annotations: Annotation[] = [];
  factors.forEach(({ levels }, index) => {
    const { xaxis, yaxis } = panels[index]!;
    const place = { type: 'scatter', mode: 'markers', xaxis, yaxis, showlegend: index === 0 } as const;
    const dots = levels.map(({ scores }) => thinnedGroup(scores, info.n, most).map((run) => scores[run]!));
    const bestShift = levels.map(({ best }, at) => spreadOut(dots[at]!.length)[dots[at]!.indexOf(best)]!);
    traces.push(
      {
        ...place,
        name: 'one run',
        x: dots.flatMap((scores, at) => spreadOut(scores.length).map((shift) => at - 0.17 + shift)),
        y: dots.flat(),
        marker: { color: translucent(colours.main, 0.3), size: 7, line: { color: colours.main, width: 0.7 } },
        hovertemplate: '%{y:.4f}<extra></extra>',
      },
      {
        ...place,
        name: 'mean ± standard deviation',
        x: levels.flatMap(({ sd }, at) => (sd === null ? [] : [at + 0.1])),
        y: levels.flatMap(({ sd, mean }) => (sd === null ? [] : [mean])),
        error_y: {
          type: 'data',
          array: levels.flatMap(({ sd }) => (sd === null ? [] : [sd])),
          color: colours.text,
          thickness: 1.5,
          width: 6,
        },
        marker: { color: colours.text, size: 10, symbol: 'square' },
        hovertemplate: 'mean %{y:.4f}<extra></extra>',
      },
      {
        ...place,
        name: 'best run of the value',
        x: levels.map((_, at) => at - 0.17 + bestShift[at]!),
        y: levels.map(({ best }) => best),
        marker: { color: colours.best, size: 12, symbol: 'star', line: { color: colours.paper, width: 1 } },
        hovertemplate: 'best %{y:.4f}<extra></extra>',
      },
    );
    annotations.push(
      ...levels.map(
        ({ mean, sd }, at): Annotation => ({
          text: fixed(mean, 3),
          x: sd === null ? at - 0.17 : at + 0.1,
          y: mean,
          xref: xaxis,
          yref: yaxis,
          xanchor: 'left',
          xshift: 10,
          font: { size: 12, color: colours.text },
        }),
      ),
    );
  });
  const sentences = factors.map(
    ({ title, bestMean, bestRun }) =>
      `${title}: ${bestMean === null ? 'no value has two runs' : `${info.goal === 'maximize' ? 'greatest' : 'least'} mean at ${bestMean}`}, best run at ${bestRun}`,
  );
  return drawFigure({
    name: 'fig2_hyperparameter_impact',
    title: 'Score against each setting, the others not held fixed',
    subtitle: `${quantity}, ${counted(info.n, 'run')}${thinnedText(info.n, most)}; a value with one run has no standard deviation`,
    description: `${quantity} of ${counted(info.n, 'run')} by setting. ${sentences.join('; ')}.`,
    traces,
    annotations,
    panels,
    axes: factors.map(({ title, levels }, index) => ({
      title,
      x: {
        title: '',
        range: [-0.6, levels.length - 0.3] as const,
        ticks: levels.map((_, at) => at),
        tickText: levels.map(({ label, n }) => `${label}<br>n = ${n}`),
        grid: false,
      },
      y: { title: index % columns === 0 ? quantity : '', range },
    })),
    height: 150 + 260 * rows,
    legend: 'top',
  });
}

/** Small sideways steps that keep equal dots apart; the same for the same count. */
export function spreadOut(count: number, width = 0.14): number[] {
  return Array.from({ length: count }, (_, index) =>
    count === 1 ? 0 : (((index * 0.618034) % 1) - 0.5) * width,
  );
}
