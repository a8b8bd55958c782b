import type { History } from '../../types';

const historyNames = {
  score: [
    'val_jacard_coef',
    'val_jaccard',
    'val_jaccard_coef',
    'val_iou',
    'val_iou_metric',
    'valJaccard', // our own trainer
    'val_dice',
    'val_dice_coefficient',
    'val_dice_coef',
  ],
  jaccard: ['val_jacard_coef', 'val_jaccard', 'val_jaccard_coef', 'valJaccard', 'val_iou', 'val_iou_metric'],
  valLoss: ['val_loss', 'valLoss'],
  trainLoss: ['loss', 'train_loss', 'trainLoss'],
  learningRate: ['lr', 'learning_rate', 'learningRate'],
} as const;

/** Column of a history by its meaning: a validation score, the losses, the learning rate that was really used. */
export function historyColumn(history: History, role: keyof typeof historyNames): string | null {
  return historyNames[role].find((name) => Object.hasOwn(history, name)) ?? null;
}
