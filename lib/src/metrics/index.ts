/** Scores of binary segmentation, from plain numbers. */
export { confusionCounts, overlapSums, pooled, type ConfusionCounts, type OverlapSums } from './overlap';
export { accuracy, dice, jaccard, precision, recall, softDice, softJaccard } from './scores';
export { scoredImages, segmentationScores, type SegmentationScores } from './summary';
export {
  thresholdBaseline,
  trivialScores,
  withinTrivial,
  type IntensityThreshold,
  type ScoredImage,
  type TrivialScores,
} from './trivial';
export {
  assign,
  connectedComponents,
  detectionScores,
  distanceTo,
  findPeaks,
  matchByOverlap,
  matchObjects,
  numberedObjects,
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
export { sharpened } from './sharpened';
