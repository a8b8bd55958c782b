import { bytesPerPixelFilter, receptiveField } from '../../training';
import type { Recipe } from '../recipe';
import type { Decision } from './decision';
import type { DataSetFacts } from './facts';
import { planImages, type ImagePlan } from './plan-images';
import { secondsPerStep, type Speed } from './speed';

/** What a plan may use, and what its reader asked for. */
export interface PlanOptions {
  /** Minutes that the training of one fold may take on this machine, estimated; default 5, and more where these are too few
   * for the updates that a network needs: a machine that is busy while it is measured plans no worse network. */
  readonly minutes?: number;
  /** Bytes that a step may take. */
  readonly memory: number;
  readonly speed: Speed;
  /** Folds, 2 or more; default as many as there are groups, at most 4. */
  readonly folds?: number;
  /** Whether the label audit found the objects of nearly all masks: see `auditFits`; default false. */
  readonly auditFits?: boolean;
}

/** From a data set to a recipe, with a reason a decision. */
export interface Plan {
  readonly recipe: Recipe;
  readonly folds: number;
  readonly decisions: readonly Decision[];
  /** Estimated seconds of one fold on this machine. */
  readonly secondsPerFold: number;
}

/** Pixels of a training step that keep two cores busy for less than a second: four images of 512². */
const pixelsPerStep = 4 * 512 * 512;
/** Updates beyond which a small data set gains little. */
const enoughUpdates = 1500;
const fewestEpochs = 8;
/** Minutes of a fold where nobody asked for a time. */
const defaultMinutes = 5;
/** Updates that are made however long they take, where nobody asked for a time. */
const neededUpdates = 400;
/** Validation, batches and checkpoints beside the steps, as a share of their time. */
const besideTheSteps = 0.4;

/**
 * Plans a training in the spirit of nnU-Net (Isensee and others, 2021): every decision follows from numbers about the
 * data set and the machine, and says which.
 */
export function planTraining(facts: DataSetFacts, options: PlanOptions): Plan {
  const { minutes = defaultMinutes, memory, speed, auditFits = false } = options;
  if (!(minutes > 0)) throw new Error(`--minutes cannot be ${minutes}; allowed: numbers above 0`);
  const folds = plannedFolds(facts, options.folds);
  const images = planImages(facts);
  const train = Math.max(1, Math.floor((facts.images * (folds - 1)) / folds));
  const network = planNetwork(images, train, memory, speed.precision);
  const labels = auditFits ? 'discs' : 'given';
  const stepPixels = network.batchSize * images.stepHeight * images.stepWidth;
  const items = train * (images.patch?.perImage ?? 1);
  const steps = Math.ceil(items / network.batchSize);
  const step = secondsPerStep(stepPixels, network.baseFilters, network.depth, speed);
  const epochSeconds = steps * step * (1 + besideTheSteps);
  const affordable = Math.floor((60 * minutes) / epochSeconds);
  const useful = Math.ceil(enoughUpdates / steps);
  const least = options.minutes === undefined ? Math.ceil(neededUpdates / steps) : 0;
  const epochs = Math.max(fewestEpochs, Math.min(useful, Math.max(affordable, least)));
  const small = network.batchSize < 3;
  const learningRate = small ? 1e-3 : 2e-3;
  const square = images.patch !== undefined || images.stepHeight === images.stepWidth;
  const elastic = facts.objects.diameter[1] * images.scale >= 12 || facts.foreground > 0.3;
  const byImage = fewHoldMost(facts);
  const recipe: Recipe = {
    size: images.size,
    ...(images.evenContrast && { evenContrast: { objects: facts.contrast.objects } }),
    ...(images.patch && { patch: images.patch }),
    labels,
    architecture: 'unet',
    model: {
      channels: images.channels,
      baseFilters: network.baseFilters,
      depth: network.depth,
      norm: network.batchSize === 1 ? 'group' : 'batch',
      dropout: 0.1,
    },
    loss: 'dice-bce',
    ...(byImage && { diceOptions: { over: 'image' } }),
    augment: {
      flips: true,
      turns: square,
      intensity: images.evenContrast
        ? { gain: [0.93, 1.07], offset: [-0.05, 0.05], gamma: [0.9, 1.1] }
        : true,
      elastic,
    },
    config: {
      epochs,
      batchSize: network.batchSize,
      learningRate,
      weightDecay: 1e-4,
      schedule: { kind: 'cosine', warmupEpochs: Math.min(1, epochs / 10), final: 0.01 },
      restoreBest: false,
      precision: speed.precision,
    },
    predict: {
      symmetries: true,
      ...(images.patch && { tiles: { size: images.patch.side, overlap: Math.floor(images.patch.side / 4) } }),
    },
  };
  const decisions: Decision[] = [
    ...images.decisions,
    {
      field: 'labels',
      value: labels,
      reason: auditFits
        ? 'the objects are small equal discs and the label audit found them in nearly all images, so masks to train on are drawn anew around them; masks that are scored on stay as given'
        : 'masks are trained on as given',
    },
    ...network.decisions,
    {
      field: 'model.norm',
      value: recipe.model.norm!,
      reason:
        network.batchSize === 1
          ? 'statistics of a batch of one image are those of the image: groups of channels are steadier'
          : `batches of ${network.batchSize} give steady statistics`,
    },
    {
      field: 'loss',
      value: recipe.loss,
      reason: `Dice follows the overlap that is scored, cross-entropy keeps every pixel's gradient alive; the network starts from the ${percent(facts.foreground)} of foreground`,
    },
    {
      field: 'diceOptions.over',
      value: byImage ? 'image' : 'batch',
      reason: byImage
        ? `a tenth of the images hold ${percent(facts.inFullestTenth)} of the foreground: overlap is taken image by image, so that they do not outweigh the others`
        : overBatchReason(facts),
    },
    {
      field: 'config.learningRate',
      value: String(learningRate),
      reason: `AdamW with a cosine down to a hundredth; ${small ? 'halved for batches below 3' : 'what batches of 4 took well on photographs'}`,
    },
    {
      field: 'augment',
      value: Object.entries(recipe.augment)
        .filter(([, on]) => on !== false)
        .map(([name]) => name)
        .join(', '),
      reason: `flips${square ? ' and quarter turns' : ''} change no label; ${elastic ? 'objects are large enough to bend' : 'objects are too small to bend'}; ${images.evenContrast ? 'light was evened, so intensity varies little' : 'intensity varies as light does'}`,
    },
    {
      field: 'config.epochs',
      value: String(epochs),
      reason: epochsReason({ minutes, epochSeconds, steps, affordable, least, useful, epochs }),
    },
    {
      field: 'config.precision',
      value: speed.precision,
      reason: 'the faster of the two on this machine, at the same scores',
    },
    {
      field: 'folds',
      value: String(folds),
      reason: `${facts.groups} groups: each group is held out once, in one of ${folds} trainings`,
    },
  ];
  return { recipe, folds, decisions, secondsPerFold: epochs * epochSeconds };
}

/** A tenth of the images holds this many times its part of the foreground, or more, where it outweighs the others. */
const outweighs = 4;
/** Images without foreground, as a share, above which Dice image by image rewards a network that marks nothing. */
const fewEmpty = 0.1;

/**
 * Whether the overlap of a whole batch would be that of a few images. On 59 photographs of beads with 2.8 % of foreground
 * among 6 drawn ones with 57 %, Dice image by image scored higher on 15 of the 16 images of a held-out fold.
 */
function fewHoldMost({ images, imagesWithoutForeground, inFullestTenth }: DataSetFacts): boolean {
  return (
    inFullestTenth > (outweighs * Math.ceil(images / 10)) / images &&
    imagesWithoutForeground <= fewEmpty * images
  );
}

function overBatchReason({ images, imagesWithoutForeground }: DataSetFacts): string {
  const steadier = 'one overlap over a batch is steadier than one an image';
  return imagesWithoutForeground > fewEmpty * images
    ? `${imagesWithoutForeground} of ${images} images hold no foreground, and ${steadier}`
    : `foreground is spread over the images, and ${steadier}`;
}

function plannedFolds(facts: DataSetFacts, asked: number | undefined): number {
  if (facts.groups < 2)
    throw new Error(
      facts.images === 1
        ? 'there is one image with a mask, so none can be held out; add further images with masks'
        : "all images belong to one group, so none can be held out; type -p group=image where every image stands for itself, or -p group='…' (a regular expression, or a CSV file of stem and group)",
    );
  if (asked === undefined) return Math.min(4, facts.groups);
  if (!Number.isInteger(asked) || asked < 2 || asked > facts.groups)
    throw new Error(`--folds cannot be ${asked}; allowed: 2 to ${facts.groups}, the number of groups`);
  return asked;
}

function planNetwork(
  { stepHeight, stepWidth, diameter, patch }: ImagePlan,
  train: number,
  memory: number,
  precision: Speed['precision'],
): { depth: number; baseFilters: number; batchSize: number; decisions: Decision[] } {
  const side = Math.min(stepHeight, stepWidth);
  const wanted = 8 * diameter;
  let depth = 2;
  while (depth < 5 && receptiveField(depth) < wanted && side / 2 ** (depth + 1) >= 8) depth += 1;
  depth = Math.max(depth, Math.min(4, Math.floor(Math.log2(side / 16))));
  depth = Math.max(1, depth);
  const baseFilters = 16;
  const pixels = stepHeight * stepWidth;
  const bytes = bytesPerPixelFilter * baseFilters * pixels * (precision === 'bfloat16' ? 0.55 : 1);
  const fits = Math.max(1, Math.floor((0.6 * memory) / bytes));
  const busy = Math.max(1, Math.round(pixelsPerStep / pixels));
  const items = train * (patch?.perImage ?? 1);
  const useful = Math.max(2, Math.min(32, Math.floor(items / 8)));
  const batchSize = Math.max(1, Math.min(fits, busy, useful, items));
  const least = [
    [fits, 'memory allows'],
    [busy, 'a step of about a million pixels takes'],
    [useful, `${items} ${patch ? 'patches' : 'images'} an epoch make useful`],
  ].sort((a, b) => Number(a[0]) - Number(b[0]))[0]!;
  return {
    depth,
    baseFilters,
    batchSize,
    decisions: [
      {
        field: 'model.depth',
        value: String(depth),
        reason: `${depth} poolings see ${receptiveField(depth)} pixels around each; objects measure ${Math.round(diameter)} there, and the deepest level keeps ${Math.floor(side / 2 ** depth)}`,
      },
      {
        field: 'model.baseFilters',
        value: String(baseFilters),
        reason: 'about two million weights at depth 4: what some dozen images can teach',
      },
      { field: 'config.batchSize', value: String(batchSize), reason: `${batchSize} is what ${least[1]}` },
    ],
  };
}

function epochsReason(of: {
  minutes: number;
  epochSeconds: number;
  steps: number;
  affordable: number;
  least: number;
  useful: number;
  epochs: number;
}): string {
  const each = `an epoch of ${of.steps} steps takes about ${of.epochSeconds.toPrecision(2)} s here`;
  if (of.epochs === fewestEpochs && of.affordable < fewestEpochs)
    return `${each}; fewer than ${fewestEpochs} teach nothing, so this takes ${Math.ceil((fewestEpochs * of.epochSeconds) / 60)} minutes a fold and not ${of.minutes} (--minutes)`;
  if (of.epochs === of.least && of.affordable < of.least)
    return `${each}; a network needs some ${neededUpdates} updates, so this takes about ${Math.max(1, Math.round((of.epochs * of.epochSeconds) / 60))} min a fold (--minutes bounds it)`;
  if (of.epochs === of.useful)
    return `${each}; ${enoughUpdates} updates are enough for a data set of this size`;
  return `${each}; ${of.epochs} fill the ${of.minutes} minutes that a fold may take (--minutes)`;
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
