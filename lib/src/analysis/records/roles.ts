import type { RunRecord } from '../../types';
import { hasValue, numbersOf, type Field } from './fields';
import { convergenceOf } from './convergence';
import { historyColumn } from './history-columns';

/** What a column means, whatever a source calls it. */
export type Role =
  | 'learningRate'
  | 'batchSize'
  | 'dropout'
  | 'l2'
  | 'loss'
  | 'architecture'
  | 'inputShape'
  | 'task'
  | 'epochBudget'
  | 'dice'
  | 'iou'
  | 'valLoss'
  | 'trainLoss'
  | 'jaccard'
  | 'finalJaccard'
  | 'bestEpoch'
  | 'epochs'
  | 'stability'
  | 'seconds';

/** Fields by role; a role that the records do not have is absent. */
export type Fields = Partial<Readonly<Record<Role, Field>>>;

const names: Readonly<Record<Role, readonly string[]>> = {
  learningRate: ['config.learning_rate', 'config.learningRate', 'config.lr'],
  batchSize: ['config.batch_size', 'config.batchSize', 'config.bs'],
  dropout: ['config.dropout', 'config.dropout_rate', 'config.dropoutRate'],
  l2: ['config.l2_reg', 'config.l2', 'config.weight_decay', 'config.weightDecay'],
  loss: ['config.loss_type', 'config.lossType', 'config.loss', 'config.loss_function', 'config.loss_name'],
  architecture: ['config.architecture', 'config.model', 'config.arch', 'config.model_type'],
  inputShape: ['config.input_shape', 'config.inputShape', 'config.image_size', 'config.size'],
  task: ['config.task'],
  epochBudget: ['config.epochs', 'config.epochs_requested', 'config.max_epochs', 'summary.epochs_requested'],
  dice: [
    'summary.val_dice_coefficient',
    'summary.val_dice',
    'summary.best_val_dice',
    'summary.val_dice_coef',
  ],
  iou: ['summary.val_iou_metric', 'summary.val_iou', 'summary.val_jaccard', 'summary.best_val_jaccard'],
  valLoss: ['summary.val_loss', 'summary.final_val_loss'],
  trainLoss: ['summary.loss', 'summary.final_train_loss', 'summary.train_loss'],
  jaccard: [
    'summary.best_val_jacard',
    'summary.best_val_jaccard',
    'summary.bestValJaccard',
    'summary.best_val_jacard_coef',
    'summary.val_jaccard',
  ],
  finalJaccard: ['summary.final_val_jacard', 'summary.final_val_jaccard', 'summary.finalValJaccard'],
  bestEpoch: ['summary.best_epoch', 'summary.bestEpoch', 'summary.epochs_to_best'],
  epochs: [
    'summary.total_epochs',
    'summary.epochs_completed',
    'summary.epochs_run',
    'summary.epochs',
    'summary.epoch',
  ],
  stability: ['summary.val_loss_stability', 'summary.stability'],
  seconds: [
    'summary.training_time_seconds',
    'summary.seconds',
    'summary.Runtime',
    'summary._runtime',
    'summary.runtime',
  ],
};

/** How a role is worked out from the history where no column holds it. */
const derived: Partial<Record<Role, (record: RunRecord) => number | null>> = {
  jaccard: (record) => jaccardOf(record)?.best ?? null,
  finalJaccard: (record) => jaccardOf(record)?.final ?? null,
  bestEpoch: (record) => convergenceOf(record)?.bestEpoch ?? null,
  epochs: (record) => convergenceOf(record)?.epochs ?? null,
  stability: (record) => convergenceOf(record)?.stability ?? null,
};

function jaccardOf(record: RunRecord): ReturnType<typeof convergenceOf> {
  const column = record.history === null ? null : historyColumn(record.history, 'jaccard');
  return column === null ? null : convergenceOf(record, { metric: column });
}

/**
 * The field for a role: the first of its usual names that any run has a value for, else the history. Stability comes
 * from the history where there is one, because sources define it differently.
 *
 * @param given fields that are known, which take precedence.
 */
export function fieldFor(records: readonly RunRecord[], role: Role, given: Fields = {}): Field | undefined {
  if (given[role] !== undefined) return given[role];
  const name = names[role].find((candidate) => hasValue(records, candidate));
  const read = derived[role];
  const worked: Field | null = read === undefined ? null : { name: `${role} from the history`, read };
  const preferred = worked !== null && (name === undefined || role === 'stability');
  return preferred && numbersOf(records, worked).n > 0 ? worked : name;
}

/** The fields for all roles that the runs have. */
export function fieldsOf(records: readonly RunRecord[], given: Fields = {}): Fields {
  const found = (Object.keys(names) as Role[]).flatMap((role) => {
    const field = fieldFor(records, role, given);
    return field === undefined ? [] : [[role, field] as const];
  });
  return Object.fromEntries(found);
}
