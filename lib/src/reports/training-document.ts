import { fixed } from '../figures';
import type { TrainingReport } from '../recipes';
import { markdownText } from '../text';
import { blocks, code, paragraph, section, table, type Block } from './markdown';
import { markdownTexts } from './markdown-texts';
import type { ReportDocument } from './report';
import { objectsSection, scoreSections } from './training-scores';
import { durationText, percent } from './training-words';

/** A picture inside a document: nothing else has to be kept beside the page. */
export interface InlinePicture {
  readonly png: Uint8Array;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
}

/** Pictures of a training report; what is missing is left out of the page. */
export interface TrainingPictures {
  readonly dataSet?: InlinePicture;
  /** Some images with their masks outlined. */
  readonly examples?: InlinePicture;
  readonly curves?: InlinePicture;
  readonly groups?: InlinePicture;
  /** Worst images: image, truth, prediction, overlay. */
  readonly worst?: InlinePicture;
}

/** Words a training report as one page that holds its pictures. */
export function trainingDocument(report: TrainingReport, pictures: TrainingPictures): ReportDocument {
  const r = markdownTexts(report);
  const title = `Training on ${report.data.name}`;
  const markdown = blocks(
    `# Training on ${r.data.name}`,
    answer(r),
    warnings(r),
    section(
      2,
      'What it was trained on',
      summaryList(report.data.summary),
      inline(pictures.dataSet),
      inline(pictures.examples),
      pictures.examples ? '*Some of the images, their masks outlined.*' : null,
    ),
    planSection(r),
    scoreSections(r, inline(pictures.groups)),
    section(
      2,
      'The worst images',
      'Look here first: a wrong mask, a wrong group or a kind of image that the training never saw shows itself.',
      inline(pictures.worst),
    ),
    objectsSection(r),
    section(2, 'Learning curves', inline(pictures.curves), curvesTable(r)),
    costSection(r),
    section(
      2,
      'What comes next',
      predictText(r),
      code(report.next.map(({ command, what }) => `# ${what}\n${command}`).join('\n')),
    ),
  );
  return { file: 'report.md', title, markdown: `${markdown}\n` };
}

/** Lines of a summary as a list; indented ones belong to the line before. */
function summaryList(lines: readonly string[]): Block {
  const kept = lines.filter((line) => line.trim() !== '');
  return kept.map((line) => `${line.startsWith('  ') ? '  ' : ''}- ${markdownText(line.trim())}`).join('\n');
}

function inline(picture: InlinePicture | undefined): Block {
  if (!picture) return null;
  return `![${markdownText(picture.alt)}](data:image/png;base64,${Buffer.from(picture.png).toString('base64')})`;
}

/** The result in a few sentences, first thing on the page. */
function answer({ scores, baselines, data, plan, unfinished }: TrainingReport): Block {
  const { all, groups } = scores;
  const { overGroups } = all;
  const unit = data.eachItsOwn ? 'images (each its own group)' : `${groups.length} groups`;
  const interval = overGroups.interval
    ? `, 95 % interval ${fixed(overGroups.interval.low, 3)} to ${fixed(overGroups.interval.high, 3)}`
    : '';
  const best = baselines.all[0];
  return paragraph(
    all.scored === 0
      ? `None of the ${all.images} held-out images has foreground, so there is no score.`
      : `**Jaccard ${fixed(overGroups.mean, 3)}** (mean over ${unit}${interval}; ${fixed(all.jaccard, 3)} over ${all.scored} of ${all.images} held-out images).`,
    best === undefined || all.scored === 0
      ? null
      : `Without a network ${fixed(best.jaccard, 3)} (${best.what}).`,
    all.objects.truth === 0
      ? null
      : `Objects: ${all.objects.found} found for ${all.objects.truth} there (${percent(all.objects.countError)}), F1 ${fixed(all.objects.f1, 3)}.`,
    scores.audited === null || scores.audited.scored === 0
      ? null
      : `Against masks that the label audit moved onto their objects (${scores.audited.images} of ${all.images} images could be judged): Jaccard ${fixed(scores.audited.jaccard, 3)} over ${scores.audited.scored} images, ${fixed(scores.audited.overGroups.mean, 3)} over groups; ${scores.audited.objects.found} objects found for ${scores.audited.objects.truth}, F1 ${fixed(scores.audited.objects.f1, 3)}.`,
    `Every image was scored by the one of ${plan.folds} networks that did not see its group.`,
    unfinished.length === 0
      ? null
      : `**${unfinished.length} of ${plan.folds} folds are not trained yet** (${unfinished.join(', ')}): their images are missing here.`,
  );
}

function warnings({ scores, baselines, data }: TrainingReport): Block {
  const few = !data.eachItsOwn && scores.groups.length < 5;
  const [best] = baselines.all;
  const lines = [
    baselines.beaten === false && best
      ? `**The networks do not beat what needs no network:** ${fixed(baselines.network, 3)} against ${fixed(best.jaccard, 3)} (${best.what}). Train longer, or look at masks and plan.`
      : null,
    ...baselines.notBeaten.map(
      (fold) =>
        `Fold ${fold.fold} does not beat what needs no network: ${fixed(fold.network, 3)} against ${fixed(fold.best.jaccard, 3)} (${fold.best.what}).`,
    ),
    few
      ? `With ${scores.groups.length} groups an interval says little: what another group would score may lie outside.`
      : null,
    data.eachItsOwn
      ? 'Every image is a group of its own: if some come from one slide, patient or well, these scores are too good. `--group` says what belongs together.'
      : null,
    // said above, fold by fold
    ...scores.warnings.filter((line) => !/^a Jaccard of .* is no better than /.test(line)),
  ].filter((line) => line !== null);
  return lines.length === 0 ? null : lines.map((line) => `> ${line}`).join('\n>\n');
}

function planSection({ plan }: TrainingReport): Block {
  return section(
    2,
    'The plan, and why',
    plan.decisions.length === 0 ? 'The reasons of this plan were not kept.' : null,
    table(
      ['Field', 'Value', 'Reason'],
      plan.decisions.map(({ field, value, reason }) => [field, value, reason]),
    ),
    plan.changes.length === 0 ? null : 'Asked for in place of the plan:',
    table(
      ['Field', 'Planned', 'Used'],
      plan.changes.map(({ field, planned, used }) => [field, planned, used]),
    ),
    paragraph(
      `Seed ${plan.seed}.`,
      plan.from === null
        ? 'Weights started by chance.'
        : `Weights started from ${plan.from}: where that network was trained on images that are held out here, scores are too good.`,
    ),
  );
}

function curvesTable({ folds }: TrainingReport): Block {
  return table(
    ['Fold', '>Training images', '>Epochs', '>Best epoch', '>Validation after the last'],
    folds.map(({ fold, trainingImages, epochs, bestEpoch, finalValidation }) => [
      `fold ${fold}`,
      String(trainingImages),
      String(epochs),
      bestEpoch === 0 ? '–' : String(bestEpoch),
      Number.isFinite(finalValidation) ? fixed(finalValidation, 3) : '–',
    ]),
  );
}

function costSection({ folds, seconds, peakMemoryMb }: TrainingReport): Block {
  const machines = [...new Set(folds.map(({ machine }) => machine))];
  const sizes = [...new Set(folds.map(({ parameters }) => parameters))];
  return section(
    2,
    'Time and memory',
    table(
      ['Fold', '>Time', '>Peak memory (GB)'],
      folds.map((fold) => [
        `fold ${fold.fold}`,
        durationText(fold.seconds),
        fixed(fold.peakMemoryMb / 1024, 1),
      ]),
    ),
    `Together ${durationText(seconds)}, at most ${fixed(peakMemoryMb / 1024, 1)} GB, on ${machines.join('; ')}. The network has ${sizes.map((size) => size.toLocaleString('en')).join(', ')} weights.`,
  );
}

function predictText({ folds }: TrainingReport): Block {
  return paragraph(
    folds.length === 1
      ? '`predict` uses the one network of this folder.'
      : `\`predict\` asks the ${folds.length} networks of this folder together and takes the mean of their probabilities.`,
    folds.length === 1
      ? null
      : 'Usually that is better than one network alone, but its score cannot be measured on these images: every one of them was trained on by some of the networks. Keep images of a further group aside to measure it.',
  );
}
