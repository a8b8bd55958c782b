/** Scores of objects: found, missed, counted. Pure functions on masks. */
export { assign } from './assignment';
export { connectedComponents, type Components, type MaskObject } from './components';
export { distanceTo, signedDistance } from './distance';
export { matchByOverlap } from './match-overlap';
export { matchObjects, type Matching, type Point } from './match';
export { splitTouching } from './split-touching';
export { detectionScores, tolerantJaccard, type DetectionScores } from './scores';
export { objectScores, type MaskOfSize, type ObjectScoreOptions, type ObjectScores } from './object-scores';
export { numberedObjects } from './numbered-objects';
export { findPeaks, type PeakOptions } from './peaks';
