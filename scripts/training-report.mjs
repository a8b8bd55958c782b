import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from 'unetlab/files';
import {
  dataSetFigure,
  dataSetOverview,
  learningCurvesFigure,
  learningCurvesInfo,
  slideScoresFigure,
  slideScoresInfo,
} from 'unetlab/figures';
import { figurePng, imageGrid, outlineGrid } from 'unetlab/notebook';
import { dataSetReport, heldOutMap, trainingReport } from 'unetlab/recipes';
import { groupsCsv, htmlPage, imagesCsv, trainingDocument } from 'unetlab/reports';

const exampleImages = 8;
const worstImages = 6;

/**
 * Writes what a data set holds: `data-set.json`, `data-set.png` (sizes, intensities, foreground, objects) and `examples.png`
 * (masks outlined). Returns the pictures for the report that comes after the training.
 */
export async function writeDataSetReport(folder, set, planned) {
  const { samples, name } = set;
  const overview = dataSetOverview(name, samples);
  writeWhole(join(folder, 'data-set.json'), toJson({ ...dataSetReport(set, planned), overview }));
  const figure = dataSetFigure(overview);
  const dataSet = await drawn(figure);
  const shown = spread(samples, exampleImages).map((sample) => ({
    ...sample,
    label: `${shortened(sample.id)} · ${shortened(sample.group, 14)}`,
  }));
  const examples = {
    png: await outlineGrid(shown, { columns: 4, tile: 200 }),
    alt: `${shown.length} of ${samples.length} images with their masks outlined`,
  };
  if (dataSet) writeWhole(join(folder, 'data-set.png'), dataSet.png);
  writeWhole(join(folder, 'examples.png'), examples.png);
  return { ...(dataSet && { dataSet }), examples };
}

/** Keeps what was planned and why, so that a training that goes on later can still say it. */
export function keepPlan(folder, { recipe, folds, decisions, audit }) {
  writeWhole(
    join(folder, 'plan.json'),
    toJson({ format: 'unetlab-plan-1', folds, decisions, audit, recipe }),
  );
}

/** The plan that {@link keepPlan} kept, or null. */
export function keptPlan(folder) {
  const path = join(folder, 'plan.json');
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Writes `report.html`, `report.json`, `images.csv` and `groups.csv` into the training folder; returns the report. */
export async function writeTrainingReport(folder, parts, samples, pictures = {}) {
  const report = trainingReport(parts);
  const { scores, folds, data } = report;
  const curves = folds.flatMap(({ fold, history }) => (history ? [{ name: `fold ${fold}`, history }] : []));
  const scored = scores.images.filter(({ jaccard }) => Number.isFinite(jaccard));
  const all = {
    ...pictures,
    curves:
      curves.length > 0
        ? await drawn(() =>
            learningCurvesFigure(learningCurvesInfo(curves, { metric: 'jaccard', metricLabel: 'Jaccard' })),
          )
        : undefined,
    groups:
      scored.length > 0 && scores.groups.length <= 60
        ? await drawn(() =>
            slideScoresFigure(
              slideScoresInfo(
                scored.map(({ group, image, jaccard }) => ({ slide: group, id: image, value: jaccard })),
                {
                  name: 'group_scores',
                  title: 'Every held-out image, by group',
                  unit: data.eachItsOwn ? 'image' : 'group',
                },
              ),
            ),
          )
        : undefined,
    worst: await worst(folder, scored.slice(0, worstImages), samples),
  };
  writeWhole(join(folder, 'report.html'), htmlPage(trainingDocument(report, all)));
  writeWhole(join(folder, 'images.csv'), imagesCsv(report));
  writeWhole(join(folder, 'groups.csv'), groupsCsv(report));
  writeWhole(join(folder, 'report.json'), toJson(report));
  return report;
}

/** Image, truth, prediction and overlay of the images with the lowest scores. */
async function worst(folder, images, samples) {
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const rows = [];
  for (const { image, group, fold } of images) {
    const sample = byId.get(image);
    const prediction = await heldOutMap(folder, fold, image);
    if (!sample || prediction?.length !== sample.mask.length) continue;
    rows.push({
      ...sample,
      truth: sample.mask,
      prediction,
      label: [shortened(image), shortened(group), `fold ${fold}`],
    });
  }
  if (rows.length === 0) return undefined;
  return {
    png: await imageGrid(rows, { tile: 190 }),
    alt: `The ${rows.length} held-out images with the lowest scores: image, truth, prediction, overlay`,
  };
}

let noticed = false;

/** A figure as a picture; a notice, once, where it cannot be drawn. */
async function drawn(figure) {
  try {
    const made = typeof figure === 'function' ? figure() : figure;
    return { png: await figurePng(made, 2), alt: made.description };
  } catch ({ message }) {
    if (!noticed) console.log(`the report comes without its figures: ${message}`);
    noticed = true;
    return undefined;
  }
}

function toJson(value) {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** At most `most` of the items, evenly spread. */
function spread(items, most) {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]);
}

function shortened(text, most = 26) {
  const letters = Array.from(text);
  const half = Math.floor((most - 1) / 2);
  return letters.length <= most
    ? text
    : `${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}`;
}
