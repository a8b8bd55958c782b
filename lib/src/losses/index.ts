/** Losses of binary segmentation, on logits. */
export {
  describeLoss,
  lossTerms,
  lossValue,
  perImage,
  type Loss,
  type LossDescription,
  type LossInputs,
  type LossOptions,
  type LossTerm,
} from './loss';
export type { Counted } from './counted';
export { dice, diceLoss, diceTerm, type DiceOptions } from './dice';
export { bce, bceLoss, bceTerm, pixelCrossEntropy } from './cross-entropy';
export { focal, focalLoss, focalTerm, type FocalOptions } from './focal';
export { focalTversky, tversky, tverskyLoss, type TverskyOptions } from './tversky';
export { boundaryTerm } from './boundary';
export { combined, diceBce, diceBoundary, weighted, type CombinedOptions } from './combined';
export { createLoss, losses, type LossName } from './registry';
export type { ClosedForm, PlainBatch } from './closed-form/closed-form';
export { bceForm, boundaryForm, focalForm } from './closed-form/pixelwise';
export { diceForm, focalTverskyForm, softCounts, tverskyForm, type SoftCounts } from './closed-form/overlap';
export { combinedForm, weightedForm } from './closed-form/sum';
export { finiteDifference } from './closed-form/finite-difference';
export { gradientCases, type GradientCase } from './closed-form/cases';
export {
  assertGradients,
  checkGradients,
  gradientTable,
  gradientTolerance,
  worstAgreement,
  type GradientAgreement,
  type GradientCheck,
} from './closed-form/check';
export { GradientProbe, type ProbedGradients, type ProbedModel } from './gradient-probe';
export { doubledGradients, type DoubledGradients } from './doubled-gradients';
export { classFocalCases, focusCases, jaccardSlopeCases, mixCases, type LossCase } from './exercise-cases';
