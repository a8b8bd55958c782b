/** Scores of binary segmentation, from plain numbers. */
export { confusionCounts, overlapSums, pooled, type ConfusionCounts, type OverlapSums } from './overlap';
export { accuracy, dice, jaccard, precision, recall, softDice, softJaccard } from './scores';
export { segmentationScores, type SegmentationScores } from './summary';
export {
  assign,
  connectedComponents,
  detectionScores,
  distanceTo,
  matchObjects,
  signedDistance,
  splitTouching,
  tolerantJaccard,
  type Components,
  type DetectionScores,
  type MaskObject,
  type Matching,
  type Point,
} from './objects';
