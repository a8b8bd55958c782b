import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, seriesColour, translucent } from './palette';
import type { Trace } from './plotly';

/** The score of one image. */
export interface SlideScore {
  /** Slide that the image was cut from. */
  readonly slide: string;
  /** The image. */
  readonly id: string;
  readonly value: number;
  /** Model or run, where several are compared on the same images. */
  readonly series?: string;
}

export interface SlideScoresOptions {
  /** Axis label; defaults to `Jaccard at 0.5`. */
  readonly quantity?: string;
  readonly title?: string;
  readonly name?: string;
  /** What must stay together in these data; defaults to `slide`. */
  readonly unit?: string;
}

export interface SlideScoresInfo extends Required<SlideScoresOptions> {
  /** Best slide first, by the mean over its images and series. */
  readonly slides: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly scores: readonly SlideScore[];
    /** Mean and count for each of `slides`; mean NaN where the series has no image of it. */
    readonly means: readonly { readonly slide: string; readonly mean: number; readonly n: number }[];
    /** Mean over images. */
    readonly mean: number;
    /** Mean over slides: each slide counts once, however many images it has. */
    readonly slideMean: number;
  }[];
  /** Images whose score is not a number; they are left out of the drawing and named in its description. */
  readonly undefinedIds: readonly string[];
}

/** Groups image scores by slide. @throws RangeError where no score is a number. */
export function slideScoresInfo(
  scores: readonly SlideScore[],
  options: SlideScoresOptions = {},
): SlideScoresInfo {
  const usable = scores.filter((score) => Number.isFinite(score.value));
  if (usable.length === 0) throw new RangeError(`no score is a number among the ${scores.length} given`);
  const bySlide = new Map<string, number[]>();
  for (const { slide, value } of usable) bySlide.set(slide, [...(bySlide.get(slide) ?? []), value]);
  const slides = [...bySlide].sort(([, a], [, b]) => meanOf(b) - meanOf(a)).map(([slide]) => slide);
  const names = [...new Set(usable.map((score) => score.series ?? ''))];
  return {
    quantity: 'Jaccard at 0.5',
    title: 'Score of every image, by slide',
    name: 'slide_scores',
    unit: 'slide',
    ...options,
    slides,
    series: names.map((name) => {
      const own = usable.filter((score) => (score.series ?? '') === name);
      const means = slides.map((slide) => {
        const values = own.filter((score) => score.slide === slide).map((score) => score.value);
        return { slide, mean: meanOf(values), n: values.length };
      });
      return {
        name,
        scores: own,
        means,
        mean: meanOf(own.map((score) => score.value)),
        slideMean: meanOf(means.filter(({ n }) => n > 0).map(({ mean }) => mean)),
      };
    }),
    undefinedIds: scores.filter((score) => !Number.isFinite(score.value)).map((score) => score.id),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A dot an image, a tall bar at each slide's mean; slides from best to worst. */
export function slideScoresFigure(given: SlideScoresInfo): Figure {
  const info = figureTexts(given);
  const { slides, series, quantity, unit } = info;
  const several = series.length > 1;
  const images = Math.max(...series.map(({ scores }) => scores.length));
  const rowOf = new Map(slides.map((slide, index) => [slide, slides.length - 1 - index]));
  const offsetOf = (index: number): number =>
    several ? 0.24 - (0.48 * index) / Math.max(1, series.length - 1) : 0;
  const traces = series.flatMap(({ name, scores, means }, index): Trace[] => {
    const colour = several ? seriesColour(index) : colours.main;
    return [
      {
        type: 'scatter',
        mode: 'markers',
        x: scores.map((score) => score.value),
        y: scores.map((score) => rowOf.get(score.slide)! + offsetOf(index)),
        name: several ? name : 'one image',
        text: scores.map((score) => score.id),
        marker: { color: translucent(colour, 0.45), size: 9, line: { color: colour, width: 1 } },
        hovertemplate: `%{text}<br>${quantity} %{x:.4f}<extra>${name}</extra>`,
      },
      {
        type: 'scatter',
        mode: 'markers',
        x: means.map(({ mean }) => mean),
        y: means.map(({ slide }) => rowOf.get(slide)! + offsetOf(index)),
        name: several ? `${name}: mean of a ${unit}` : `mean of a ${unit}`,
        showlegend: !several,
        marker: {
          symbol: 'line-ns-open',
          size: several ? 14 : 22,
          color: colour,
          line: { width: 3, color: colour },
        },
        hovertemplate: `mean %{x:.4f}<extra>${name}</extra>`,
      },
    ];
  });
  const summary = series
    .map(
      ({ name, mean, slideMean }) =>
        `${several ? `${name}: ` : ''}mean ${fixed(mean, 3)} over images, ${fixed(slideMean, 3)} over ${unit}s`,
    )
    .join('; ');
  const counts = (slide: string): number =>
    Math.max(...series.map(({ means }) => means.find((row) => row.slide === slide)!.n));
  return drawFigure({
    name: info.name,
    title: info.title,
    subtitle: `${counted(images, 'image')} of ${counted(slides.length, unit)}; ${summary}`,
    description:
      `${info.title} (${quantity}): ${counted(images, 'image')} of ${counted(slides.length, unit)}; ${summary}.` +
      (info.undefinedIds.length === 0 ? '' : ` Without a score: ${info.undefinedIds.join(', ')}.`),
    traces,
    axes: [
      {
        x: {
          title: quantity,
          range: [-0.01, Math.max(0.05, ...traces.flatMap((trace) => trace.x as number[])) * 1.06],
        },
        y: {
          title: '',
          range: [-0.6, slides.length - 0.4],
          ticks: slides.map((slide) => rowOf.get(slide)!),
          tickText: slides.map((slide) => `${slide}  (n = ${counts(slide)})`),
        },
      },
    ],
    legend: 'top',
    height: 170 + (several ? 44 : 34) * slides.length,
  });
}
