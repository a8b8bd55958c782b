/** Training: one typed configuration, compiled steps, schedules, checkpoints, run records. */
export {
  defaultTrainingConfig,
  trainingConfig,
  type EarlyStopping,
  type Monitor,
  type ReduceOnPlateau,
  type Schedule,
  type TrainingConfig,
} from './config';
export type { TrainableModel, TrainableParameter, TrainingLoss } from './contract';
export { dataHash, type DataHash } from './data-hash';
export { foregroundShare } from './foreground-share';
export { shortIdentity, type TrainingIdentity } from './identity';
export { inKernel } from './kernel-interrupt';
export { freeMemory, OutOfMemory } from './out-of-memory';
export { CheckpointFolder, type Checkpoint, type TrainingState } from './checkpoint';
export type { TrainingHistory } from './history';
export { evaluate, type Evaluation } from './evaluate';
export { libraryVersion } from './library-version';
export { freshWatch, isExhausted, scheduledRate, watchScore, type ScoreWatch } from './learning-rate';
export { predict, type PredictOptions } from './predict';
export { Predictor } from './predictor';
export { bytesPerPixelFilter } from './bytes-per-pixel-filter';
export { receptiveField } from './receptive-field';
export { blendTiles, TileBlend, tileStarts, type Tiling } from './tiles';
export { runRecord, saveRunRecord, type RecordedTraining } from './run-record';
export {
  readSafetensors,
  readSafetensorsHeader,
  writeSafetensors,
  type NamedArrays,
  type SafetensorsHeader,
} from './safetensors';
export { TrainingSteps, type StepNumbers, type StepResult } from './step';
export { plannedStage } from './planned-stage';
export { trainInStages, type Stage, type StageChange, type StagedTraining } from './stages';
export type { StopReason, TrainingTask } from './task';
export { train, type TrainingResult } from './train';
export { bestToWorst, testHeldOut, type HeldOutTest, type ImageOfTest } from './held-out-test';
export { trainingSentence } from './training-sentence';
