/** From a trained network to what it says of new pictures. */
export { describeNetwork, objectText, preparationText } from './network-file-text';
export { loadNetwork, readDescription, saveNetwork } from './network-file';
export { chooseObjects, type ObjectChoice } from './objects/choose-objects';
export { findObjects, type FoundObjects } from './objects/find-objects';
export { matchObjectsOf, type ObjectTruth } from './objects/match-objects-of';
export type {
  NetworkDescription,
  NetworkFile,
  NetworkOrigin,
  NetworkScore,
  ObjectSettings,
  PredictionSettings,
  Preparation,
  SizeTreatment,
} from './network-description';
export {
  LUMA,
  mapToPicture,
  preparedSize,
  preparePicture,
  type PreparedPicture,
  type RawPicture,
} from './prepare-picture';
export { predictPicture } from './predict-picture';
