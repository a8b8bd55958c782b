/** Showing things in a cell: figures, tables, pictures, progress. The same calls print or write files elsewhere. */
export { environmentFolder, environmentProgram, outputFolder, repositoryRoot } from './checkout';
export {
  assertSolved,
  checkExercise,
  type ExerciseCase,
  type ExerciseMistake,
  type ExerciseResult,
} from './exercise';
export { checkCountError, checkF1, checkGroupMean } from './exercises/counting';
export { checkEpochsAt } from './exercises/epochs-at';
export { checkRuleOfThumb } from './exercises/rule-of-thumb';
export { checkRunsNeeded } from './exercises/runs-needed';
export { checkBetterChance, checkGoOn, checkGridHours } from './exercises/searching';
export { checkStandardError } from './exercises/standard-error';
export { FigureSet } from './figure-set';
export { writtenDocuments, type WrittenDocument } from './written-documents';
export { commandAgain } from './command-again';
export { overlaidRow } from './overlaid-row';
export { maskRows } from './mask-rows';
export { pullProgress, type PullReporter, type PullState } from './pull-progress';
export { checkDifferenceError } from './exercises/difference-error';
export { checkHandJaccard, checkPooledJaccard, type TileSums } from './exercises/hand-jaccard';
export { checkLeaks } from './exercises/leaks';
export { checkSeenShare } from './exercises/seen-share';
export { checkChanceKept, checkMeanOfPresent } from './exercises/sampling';
export { checkEqualBudget, checkHolm } from './exercises/several-tests';
export { checkSoftJaccard } from './exercises/soft-jaccard';
export { checkSurer } from './exercises/surer';
export { checkCorrelation, checkVarianceShare } from './exercises/sweep';
export { checkUpdates } from './exercises/updates';
export { checkShiftedDisc } from './exercises/shifted-disc';
export { figurePage } from './figure-page';
export { figurePng, figureSvg, show, type ShowOptions } from './show';
export {
  comparisonGrid,
  imageGrid,
  type ComparedRow,
  type GridRow,
  type ImageGridOptions,
} from './image-grid';
export { outlineGrid, type OutlineOptions, type OutlinedImage } from './outline-grid';
export { interruptSignal } from './interrupt-signal';
export { Kaleido, type Drawing, type KaleidoOptions } from './kaleido';
export { hasDesktop, openWindow } from './open-window';
export { pictureGrid, type Picture, type PictureGridOptions, type PictureRow } from './picture-grid';
export {
  duration,
  progress,
  trainingProgress,
  trainingText,
  type Progress,
  type ProgressOptions,
  type TrainingReporter,
} from './progress';
export {
  searchProgress,
  searchText,
  type SearchReporter,
  type SearchReporterOptions,
} from './search-progress';
export { showImage, type ImageOptions } from './show-image';
export { showMarkdown } from './show-markdown';
export { asMarkdown, markdown, markdownCode, markdownList, markdownText, type Markdown } from '../text';
export { printTable, showTable, type FrameLike, type TableOptions, type TableRow } from './show-table';
export { gradientRows, type PixelGradients } from './gradient-rows';
