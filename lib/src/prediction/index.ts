/** From a trained network to what it says of new pictures. */
export { describeNetwork, objectText, preparationText } from './network-file-text';
export { loadNetwork, readDescription, saveNetwork } from './network-file';
export { loadEnsemble, type Ensemble } from './networks/ensemble';
export { networkFiles } from './networks/network-files';
export { chooseObjects, type ObjectChoice } from './objects/choose-objects';
export { findObjects, type FoundObjects } from './objects/find-objects';
export { labelsOfPicture } from './objects/labels-of-picture';
export { matchObjectsOf, trueLabels, type ObjectTruth } from './objects/match-objects-of';
export { measureObjects, type MeasuredObject } from './objects/measure-objects';
export { traceOutlines, type Outline, type Ring } from './outlines/trace-outlines';
export { simplePolygons, type Polygon } from './outlines/simple-polygons';
export { objectsGeoJson } from './outlines/geojson';
export { imagejRoi } from './outlines/imagej-roi';
export { roiSet } from './outlines/roi-set';
export { overlayJpeg } from './pictures/overlay';
export { writeTiff, type GreyTiff } from './pictures/write-tiff';
export { predictFolder, type FolderPrediction, type PredictFolderOptions } from './folder/predict-folder';
export { imagesCsv, objectsCsv, type ImageRow, type ObjectRow } from './folder/rows';
export { pictureResult, type PictureResult, type ResultSettings } from './picture-result';
export {
  predictPictures,
  type PictureToPredict,
  type PredictingNetwork,
  type PredictPicturesOptions,
} from './predict-pictures';
export { PictureMaps, type MapOptions } from './picture-maps';
export { keepStrip, numberedStrips, type NumberedStrip } from './large/numbered-strips';
export { PartFiles } from './large/part-files';
export { StripObjects, type StripObjectsState, type StripOfObjects } from './large/strip-objects';
export { StripOutlines } from './large/strip-outlines';
export { predictLarge, type LargePicture, type LargeTask } from './large/predict-large';
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
  mapToPicture,
  preparedSize,
  preparePicture,
  prepareScaled,
  type PreparedPicture,
  type RawPicture,
} from './prepare-picture';
export { predictPicture } from './predict-picture';
export { keepNetwork, type KeptNetwork, type NetworkToKeep } from './keep-network';
