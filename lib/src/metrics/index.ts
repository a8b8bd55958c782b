/** Scores of binary segmentation, from plain numbers. */
export { confusionCounts, overlapSums, pooled, type ConfusionCounts, type OverlapSums } from './overlap';
export { accuracy, dice, jaccard, precision, recall, softDice, softJaccard } from './scores';
export { segmentationScores, type SegmentationScores } from './summary';
export {
  assign,
  connectedComponents,
  detectionScores,
  distanceTo,
  findPeaks,
  matchObjects,
  objectScores,
  signedDistance,
  splitTouching,
  tolerantJaccard,
  type Components,
  type DetectionScores,
  type MaskObject,
  type MaskOfSize,
  type Matching,
  type ObjectScoreOptions,
  type ObjectScores,
  type PeakOptions,
  type Point,
} from './objects';
