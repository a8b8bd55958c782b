import type { Importance } from '../analysis';
import type { Figure, Objective } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours } from './palette';
import { panelGrid } from './panels';
import type { Annotation, Trace } from './plotly';
import { settingPhrase, settingTitle } from './setting-names';

export interface ImportanceInfo {
  readonly score: string;
  readonly importance: Importance;
}

/** Importance as computed by `unetlab/analysis`, ready to be drawn. */
export function importanceInfo(importance: Importance, { score }: { score: Objective }): ImportanceInfo {
  if (importance.features.length === 0)
    throw new RangeError('no feature to draw; importance needs at least one');
  return { score: score.metric, importance };
}

/** Two measures side by side, each with its interval; what cannot be told from chance is hollow. */
export function importanceFigure(given: ImportanceInfo): Figure {
  const { score, importance } = figureTexts(given);
  const { features, detection, rSquared, n, rankStability } = importance;
  const names = features.map(({ name }) => settingTitle(name));
  const panels = panelGrid(1, 2, 0.06);
  const kinds = [
    { of: 'fanova' as const, title: 'Alone (functional ANOVA)', axis: 'Share of the forest’s variance' },
    {
      of: 'permutation' as const,
      title: 'Lost when shuffled (permutation)',
      axis: 'Share of the score’s variance',
    },
  ];
  const traces: Trace[] = [];
  const annotations: Annotation[] = [];
  kinds.forEach(({ of }, at) => {
    const { xaxis, yaxis } = panels[at]!;
    for (const detected of [true, false]) {
      const rows = features.map((feature) => (feature[of].detected === detected ? feature[of] : null));
      traces.push({
        type: 'scatter',
        mode: 'markers',
        xaxis,
        yaxis,
        name: detected ? 'above chance' : 'not told from chance',
        legendgroup: String(detected),
        showlegend: at === 0,
        x: rows.map((row) => row?.value ?? null),
        y: names,
        marker: {
          color: detected ? colours.main : colours.paper,
          size: 12,
          line: { color: detected ? colours.main : colours.neutral, width: 2 },
        },
        error_x: {
          type: 'data',
          symmetric: false,
          array: rows.map((row) => (row === null ? null : row.interval.high - row.value)),
          arrayminus: rows.map((row) => (row === null ? null : row.value - row.interval.low)),
          color: detected ? colours.main : colours.neutral,
          thickness: 1.8,
          width: 5,
        },
        hovertemplate: '%{y}: %{x:.3f}<extra></extra>',
      });
    }
    features.forEach((feature, index) => {
      annotations.push({
        text: fixed(feature[of].value, 2),
        x: feature[of].value,
        y: names[index]!,
        xref: xaxis,
        yref: yaxis,
        yanchor: 'bottom',
        yshift: 8,
        font: { size: 11.5, color: colours.muted },
      });
    });
  });
  if (detection !== null)
    [detection.main, detection.permutation].forEach((limit, at) => {
      const { xaxis, yaxis } = panels[at]!;
      traces.push({
        type: 'scatter',
        mode: 'lines',
        xaxis,
        yaxis,
        name: 'reached by shuffled copies',
        legendgroup: 'limit',
        showlegend: at === 0,
        x: names.map(() => limit),
        y: names,
        line: { color: colours.contrast, width: 1.4, dash: 'dash' },
        hovertemplate: 'chance reaches %{x:.3f}<extra></extra>',
      });
    });
  const most = kinds.map(({ of }) => Math.max(0.1, ...features.map((row) => row[of].interval.high)));
  const least = kinds.map(({ of }) => Math.min(0, ...features.map((row) => row[of].interval.low)));
  // one scale for both, unless losses beyond the whole variance (a forest that predicts nothing) would flatten the shares
  const shared = Math.max(...most) <= 1.2 && Math.min(...least) >= -1.2;
  const rangeOf = (at: number): readonly [number, number] => {
    const [low, high] = shared ? [Math.min(...least), Math.max(...most)] : [least[at]!, most[at]!];
    return [low - 0.02 * (high - low), high * 1.08];
  };
  const trust =
    rSquared === null
      ? 'no unseen runs to check the forest on'
      : `the forest predicts ${fixed(rSquared.value * 100, 0)} % of the variance of unseen runs [${fixed(rSquared.interval.low * 100, 0)}, ${fixed(rSquared.interval.high * 100, 0)}]`;
  const share = detection?.share ?? null;
  const limit =
    share === null
      ? ''
      : `; a straight-line effect below ${fixed(share * 100, 1)} % of the variance would go unnoticed`;
  return drawFigure({
    name: 'importance',
    title: `What moves the ${settingPhrase(score)}`,
    subtitle: `${counted(n, 'run')}, 95 % intervals over resamples. ${upperFirst(trust)}${limit === '' ? '' : `.<br>${upperFirst(limit.slice(2))}`}`,
    description: `Importance for ${settingPhrase(score)} over ${counted(n, 'run')}, functional ANOVA: ${features.map(({ name, fanova }) => `${settingTitle(name)} ${fixed(fanova.value, 2)} [${fixed(fanova.interval.low, 2)}, ${fixed(fanova.interval.high, 2)}]${fanova.detected ? '' : ' (not told from chance)'}`).join('; ')}. ${upperFirst(trust)}${limit}${rankStability === null ? '' : `; rank stability ${fixed(rankStability, 2)}`}.`,
    traces,
    annotations,
    panels,
    axes: kinds.map(({ title, axis }, at) => ({
      title,
      x: { title: axis, range: rangeOf(at), zeroLine: true },
      y: {
        title: '',
        type: 'category' as const,
        categories: [...names].reverse(),
        grid: true,
        showTickLabels: at === 0,
        tickSize: 12.5,
      },
    })),
    legend: 'top',
    height: 220 + 46 * features.length,
  });
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
