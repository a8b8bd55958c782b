/** Showing things in a cell: figures, tables, pictures, progress. The same calls print or write files elsewhere. */
export { environmentFolder, environmentProgram, outputFolder, repositoryRoot } from './checkout';
export { checkExercise, type ExerciseCase, type ExerciseResult } from './exercise';
export { figurePng, show, type ShowOptions } from './show';
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
