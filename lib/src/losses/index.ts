/** Losses of binary segmentation, on logits. */
export { lossTerms, lossValue, perImage, type Loss, type LossInputs, type LossTerm } from './loss';
export { dice, diceLoss, diceTerm, type DiceOptions } from './dice';
export { bce, bceLoss, bceTerm, pixelCrossEntropy } from './cross-entropy';
export { focal, focalLoss, focalTerm, type FocalOptions } from './focal';
export { focalTversky, tversky, tverskyLoss, type TverskyOptions } from './tversky';
export { boundaryTerm } from './boundary';
export { combined, diceBce, diceBoundary, weighted, type CombinedOptions } from './combined';
export { createLoss, losses, type LossName } from './registry';
