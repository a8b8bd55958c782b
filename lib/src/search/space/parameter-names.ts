import { recipeFields } from '../../recipes';
import { nearNames } from '../../text';

/** What a parameter's name stands for. */
export type ParameterName =
  | { readonly kind: 'field'; readonly path: string }
  /** Part of a sweep that is no field of a recipe here, but is understood. */
  | { readonly kind: 'seeds' | 'fold' | 'folds' | 'optimizer' | 'task' | 'input shape' | 'norm switch' }
  /** Changes no result: how fast or where a program runs, or what it prints. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Names that people give to fields of a recipe, in lower case with `_`. The paths themselves are known too. */
const aliases: Readonly<Record<string, string>> = {
  'config.learningRate':
    'learning_rate lr base_lr lr_init init_lr initial_lr base_learning_rate init_learning_rate initial_learning_rate learningrate',
  'config.batchSize':
    'batch_size batch batchsize bs bsize train_batch_size training_batch_size mini_batch_size minibatch_size',
  'config.accumulate':
    'accumulate accumulation accumulation_steps accum_steps grad_accum grad_accum_steps grad_accumulation gradient_accumulation gradient_accumulation_steps grad_accumulation_steps accumulate_grad_batches',
  'config.epochs':
    'epochs epoch n_epochs nb_epochs num_epochs max_epochs total_epochs num_train_epochs epoch_count',
  'config.weightDecay': 'weight_decay wd weightdecay',
  'config.l2':
    'l2 l2_reg l2_regularization l2_regularisation l2_lambda l2_weight l2_penalty l2_factor kernel_l2 reg_l2 l2_regularizer',
  'config.clipNorm': 'clipnorm clip_norm',
  'config.ema': 'ema ema_decay',
  'config.monitor': 'monitor',
  'config.precision': 'precision',
  'config.schedule.kind':
    'schedule scheduler lr_schedule lr_scheduler learning_rate_schedule scheduler_type scheduler_name lr_policy',
  'config.schedule.warmupEpochs': 'warmup_epochs lr_warmup_epochs scheduler_warmup_epochs num_warmup_epochs',
  'config.earlyStopping.patience':
    'patience early_stopping_patience early_stop_patience earlystopping_patience es_patience early_stopping',
  'config.earlyStopping.warmup': 'early_stopping_warmup early_stop_warmup earlystopping_warmup es_warmup',
  'config.reduceOnPlateau.patience':
    'lr_patience plateau_patience scheduler_patience reduce_lr_patience reduce_on_plateau_patience lr_scheduler_patience lr_reduce_patience',
  'config.reduceOnPlateau.factor':
    'lr_factor plateau_factor scheduler_factor reduce_lr_factor reduce_on_plateau_factor lr_scheduler_factor lr_reduce_factor',
  'config.reduceOnPlateau.minLearningRate': 'min_lr min_learning_rate scheduler_min_lr lr_min',
  'config.restoreBest': 'restore_best restore_best_weights',
  'config.adaptiveWeights': 'adaptive_weights adaptive_loss_weights',
  'model.depth': 'depth unet_depth model_depth network_depth',
  'model.baseFilters':
    'base_filters filters n_filters num_filters nb_filters init_filters initial_filters start_filters filters_base base_channels start_channels init_channels base_features init_features initial_features features_start base_width n_base_filters num_base_filters basefilters',
  'model.dropout':
    'dropout dropout_rate drop_rate drop drop_prob dropout_prob dropout_p p_dropout dropout_probability dropout_ratio',
  'model.norm': 'norm normalization normalisation norm_type norm_layer normalization_type',
  'model.groups': 'groups num_groups n_groups gn_groups norm_groups',
  'model.deepSupervision': 'deep_supervision deepsupervision',
  'model.channels': 'channels in_channels input_channels n_channels num_channels img_channels image_channels',
  architecture:
    'architecture architecture_name arch model model_name model_type model_arch model_architecture network network_name net net_type unet_type',
  loss: 'loss loss_function loss_fn loss_func loss_type loss_name criterion lossfunction',
  'diceOptions.smooth': 'smooth dice_smooth smooth_factor dice_eps',
  size: 'size image_size img_size imgsz im_size input_size image_resolution img_resolution input_resolution resolution target_size resize resize_to',
  'patch.side': 'patch patch_size crop_size crop patch_side',
  'patch.perImage': 'patches_per_image samples_per_image crops_per_image',
  'augment.flips': 'flip flips random_flip',
  'augment.turns': 'turns rot90 rotate90 random_rotate90',
  'augment.elastic': 'elastic elastic_deformation elastic_transform',
  labels: 'labels',
  evenContrast: 'even_contrast',
  'predict.symmetries': 'tta test_time_augmentation symmetries',
};

const others: Readonly<Record<string, Exclude<ParameterName, { readonly kind: 'field' }>>> = {
  ...named('seeds', 'seed seeds random_seed random_state rng_seed manual_seed'),
  ...named('fold', 'fold fold_index fold_id val_fold'),
  ...named('folds', 'folds n_folds num_folds k_folds kfold k_fold n_splits'),
  ...named('optimizer', 'optimizer optimiser optim opt optimizer_name optimizer_type'),
  ...named('task', 'task task_type'),
  ...named('input shape', 'input_shape image_shape img_shape'),
  ...named(
    'norm switch',
    'batch_norm batchnorm use_batchnorm use_batch_norm use_bn bn batch_normalization batchnormalization',
  ),
  ...named(
    'idle',
    'num_workers n_workers workers device gpu gpus num_gpus n_gpus gpu_id cuda use_cuda accelerator pin_memory persistent_workers verbose log_interval log_every save_dir output_dir out_dir log_dir checkpoint_dir run_name experiment experiment_name exp_name project project_name wandb wandb_project wandb_project_name enable_wandb use_wandb debug',
  ),
  ...refused(
    'momentum nesterov beta1 beta2 betas adam_epsilon eps rho',
    'trainings here use Adam with its usual constants',
  ),
  ...refused(
    'gradient_clip_val grad_clip gradient_clip clip_grad clip_grad_norm gradient_clipping max_grad_norm clip_value clipvalue',
    'gradients are clipped weight by weight here, as Keras’s clipnorm does: write config.clipNorm',
  ),
  ...refused(
    'encoder encoder_name backbone encoder_weights pretrained pretrained_weights model_encoder freeze_encoder',
    'networks here have no encoder made elsewhere; leave it out',
  ),
  ...refused(
    'dataset data data_dir data_path dataset_name dataset_path train_dir data_root root_dir',
    'the images are named by data: at the top of the file, or with --data',
  ),
  ...refused(
    'num_classes n_classes classes out_channels output_channels',
    'networks here tell one kind of object from its background; leave it out',
  ),
  ...refused(
    'augment augmentation augmentations use_augmentation data_augmentation aug',
    'write which: augment.flips, augment.turns, augment.intensity, augment.elastic',
  ),
  ...refused(
    'num_levels n_levels levels num_layers n_layers layers n_blocks num_blocks',
    'some count the poolings and some the levels, one more: write model.depth, the number of 2 × 2 poolings',
  ),
  ...refused('mixed_precision amp use_amp fp16', 'write config.precision: float32 or bfloat16'),
};

/** Words in front of a name that say only where it stood, as in `optimizer.lr` or `trainer.max_epochs`. */
const places = new Set(
  'args cfg config data data_loader dataloader data_module datamodule hparams hp hyper_parameters hyperparameters model models module net network optim optimiser optimizer params parameters train trainer training train_loader'.split(
    ' ',
  ),
);

const byName = new Map<string, ParameterName>([
  ...Object.entries(others),
  ...Object.entries(aliases).flatMap(([path, names]) =>
    names.split(' ').map((name): [string, ParameterName] => [name, { kind: 'field', path }]),
  ),
  ...recipeFields.map((path): [string, ParameterName] => [plainName(path), { kind: 'field', path }]),
]);

/** All names that can be written, for messages. */
const knownNames: readonly string[] = [
  ...recipeFields,
  ...Object.values(aliases).flatMap((names) => names.split(' ')),
];

/** What a name stands for, however it is spelled (`learningRate`, `learning-rate`, `optimizer.lr`); null: unknown. */
export function parameterName(name: string): ParameterName | null {
  if (recipeFields.includes(name)) return { kind: 'field', path: name };
  const parts = name.split(/[./:]/).filter((part) => part !== '');
  for (let from = 0; from < parts.length; from += 1) {
    const found = byName.get(plainName(parts.slice(from).join('.')));
    if (found) return found;
    if (!places.has(plainName(parts[from]!))) return null;
  }
  return null;
}

/** Names that someone who wrote this one may have meant. */
export function nearParameters(name: string): string[] {
  const last = name.split(/[./:]/).at(-1) ?? name;
  const near = [name, plainName(name), plainName(last)].flatMap((wanted) => nearNames(wanted, knownNames));
  return [...new Set(near)].slice(0, 3);
}

/** In lower case, words joined by `_`. */
export function plainName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9+]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

function named(
  kind: 'seeds' | 'fold' | 'folds' | 'optimizer' | 'task' | 'input shape' | 'norm switch' | 'idle',
  names: string,
): Record<string, { readonly kind: typeof kind }> {
  return Object.fromEntries(names.split(' ').map((name) => [name, { kind }]));
}

function refused(names: string, reason: string): Record<string, { kind: 'refused'; reason: string }> {
  return Object.fromEntries(names.split(' ').map((name) => [name, { kind: 'refused', reason }]));
}
