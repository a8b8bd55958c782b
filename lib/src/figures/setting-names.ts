import { short } from './number-text';

interface SettingName {
  /** In a label, before the value; empty where the value speaks for itself. */
  readonly brief: string;
  /** On an axis. */
  readonly full: string;
  /** Drawn on a logarithmic axis. */
  readonly log?: boolean;
}

const known: Readonly<Record<string, SettingName>> = {
  learning_rate: { brief: 'lr', full: 'Learning rate', log: true },
  learningRate: { brief: 'lr', full: 'Learning rate', log: true },
  lr: { brief: 'lr', full: 'Learning rate', log: true },
  batch_size: { brief: 'batch', full: 'Batch size' },
  batchSize: { brief: 'batch', full: 'Batch size' },
  batch: { brief: 'batch', full: 'Batch size' },
  dropout: { brief: 'dropout', full: 'Dropout' },
  loss_type: { brief: '', full: 'Loss' },
  loss: { brief: '', full: 'Loss' },
  architecture: { brief: '', full: 'Architecture' },
  model: { brief: '', full: 'Model' },
  l2_reg: { brief: 'L2', full: 'L2 regularisation', log: true },
  l2: { brief: 'L2', full: 'L2 regularisation', log: true },
  weight_decay: { brief: 'weight decay', full: 'Weight decay', log: true },
  weightDecay: { brief: 'weight decay', full: 'Weight decay', log: true },
  val_dice_coefficient: { brief: 'val. Dice', full: 'Validation Dice' },
  val_iou_metric: { brief: 'val. IoU', full: 'Validation IoU' },
  val_loss: { brief: 'val. loss', full: 'Validation loss' },
  best_val_jacard: { brief: 'best Jaccard', full: 'Best validation Jaccard' },
  best_val_jaccard: { brief: 'best Jaccard', full: 'Best validation Jaccard' },
  val_loss_stability: { brief: 'sd of val. loss', full: 'SD of the validation loss' },
  epoch: { brief: 'epochs', full: 'Epochs trained' },
  total_epochs: { brief: 'epochs', full: 'Epochs trained' },
  epochs_completed: { brief: 'epochs', full: 'Epochs trained' },
  best_epoch: { brief: 'best epoch', full: 'Epochs to the best score' },
};

/** How a setting or score is called on an axis: `Learning rate` for `learning_rate`. */
export function settingTitle(key: string): string {
  return known[key]?.full ?? plain(key);
}

/** The axis name inside a sentence: `validation Dice`, but `L2 regularisation` and `SD of …` as they are. */
export function settingPhrase(key: string): string {
  const title = settingTitle(key);
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** How it is called where space is short: `lr`. */
export function settingBrief(key: string): string {
  const brief = known[key]?.brief;
  return brief === undefined || brief === '' ? settingPhrase(key) : brief;
}

/** Whether a setting is read by its order of magnitude. */
export function isLogSetting(key: string): boolean {
  return known[key]?.log ?? false;
}

/** `lr 2e-4, batch 4, dropout 0.3, combined`. */
export function settingsLabel(settings: Readonly<Record<string, number | string>>): string {
  return Object.entries(settings)
    .map(([key, value]) => {
      const brief = known[key]?.brief ?? plain(key).toLowerCase();
      return `${brief} ${settingValue(value)}`.trim();
    })
    .join(', ');
}

/** A setting's value for people: `2e-4`, `combined`, `Attention U-Net`. */
export function settingValue(value: number | string): string {
  return typeof value === 'number' ? short(value) : value.replace(/_/g, ' ').replace(/UNet/g, 'U-Net');
}

function plain(key: string): string {
  const words = key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_./]+/g, ' ')
    .toLowerCase()
    .replace(/\bval /, 'validation ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
