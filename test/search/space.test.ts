import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recipes } from 'unetlab/recipes';
import { epochScore, gridOf, plannedTrials, readSpace, spaceLines, type SearchSpace } from 'unetlab/search';

const head = 'method: random\nbudget: {trials: 5}\nparameters:\n';

function read(text: string, size?: string): { space: SearchSpace; notices: string[] } {
  const notices: string[] = [];
  const space = readSpace(text, 'folder/sweep.yaml', {
    ...(size !== undefined && { size }),
    onNotice: (line) => notices.push(line),
  });
  return { space, notices };
}

/** The parameters as `path: what is drawn`, one a line. */
const drawn = (text: string): Record<string, unknown> =>
  Object.fromEntries(read(text).space.parameters.map(({ path, distribution }) => [path, distribution]));

const refusal = (text: string, size?: string): string => {
  try {
    read(text, size);
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.ok(!error.message.includes('\n'), 'one line');
    return error.message;
  }
  return 'nothing was refused';
};

describe('a search space', () => {
  it('reads a W&B sweep as it is', () => {
    const { space, notices } = read(`# from a repository of somebody's
program: train.py
project: beads
entity: lab
name: unet sweep
method: bayes
metric:
  name: val_dice_coefficient
  goal: maximize
parameters:
  batch_size:
    values: [4, 8, 16]
  learning_rate:
    distribution: log_uniform_values
    min: 1e-4
    max: 1e-2
  dropout:
    min: 0.1
    max: 0.5
  epochs:
    value: 40
  input_shape:
    value: [256, 256, 1]
  task:
    value: segmentation
  optimizer:
    value: adam
early_terminate:
  type: hyperband
  min_iter: 3
run_cap: 25
command:
  - \${env}
  - python
  - \${program}
  - \${args}
`);
    assert.deepEqual(space, {
      name: 'unet sweep',
      method: 'bayes',
      objective: { metric: 'best_val_dice', goal: 'maximize' },
      parameters: [
        {
          path: 'config.batchSize',
          name: 'batch_size',
          distribution: { kind: 'categorical', values: [4, 8, 16] },
        },
        {
          path: 'config.learningRate',
          name: 'learning_rate',
          distribution: { kind: 'log-uniform', low: 1e-4, high: 1e-2 },
        },
        { path: 'model.dropout', name: 'dropout', distribution: { kind: 'uniform', low: 0.1, high: 0.5 } },
        { path: 'config.epochs', name: 'epochs', distribution: { kind: 'constant', value: 40 } },
        { path: 'size', name: 'input_shape', distribution: { kind: 'constant', value: 256 } },
        { path: 'model.channels', name: 'input_shape', distribution: { kind: 'constant', value: 1 } },
      ],
      base: 'plan',
      data: null,
      folds: { of: 4, only: [0] },
      seeds: [1],
      seed: 1,
      budget: { trials: 25, hours: null },
      prune: { kind: 'hyperband', minEpochs: 3, maxEpochs: 40, factor: 3 },
      outOfMemory: 'halve',
      retries: 1,
    } satisfies SearchSpace);
    assert.deepEqual(notices, [
      'sweep.yaml, line 2: program and command not used: trainings run here',
      'sweep.yaml, line 8: metric val_dice_coefficient is read as best_val_dice',
    ]);
  });

  it('takes the keys of its own', () => {
    const { space } = read(`
method: cma-es
base: best
data: ../images
folds: {of: 5, only: [4, 0]}
seeds: [3, 1, 3]
seed: 12
budget: {trials: 12, hours: 1.5}
on_out_of_memory: skip
retries: 0
parameters:
  config.learningRate: {min: 0.0001, max: 0.01}
  config.weightDecay: {min: 0.0, max: 0.1}
early_terminate: {type: asha, max_iter: 27, s: 2, eta: 3}
`);
    assert.equal(space.name, 'sweep');
    assert.equal(space.base, 'best');
    assert.equal(space.data, '../images');
    assert.deepEqual(space.folds, { of: 5, only: [0, 4] });
    assert.deepEqual(space.seeds, [3, 1]);
    assert.equal(space.seed, 12);
    assert.deepEqual(space.budget, { trials: 12, hours: 1.5 });
    assert.equal(space.outOfMemory, 'skip');
    assert.equal(space.retries, 0);
    assert.deepEqual(space.prune, { kind: 'asha', minEpochs: 3, maxEpochs: 27, factor: 3 });
    assert.equal(space.objective.metric, 'best_val_jaccard');
    assert.match(spaceLines(space).join('\n'), /12 configurations × 4 = 48, at most 1.5 hours/);
  });

  it('knows every distribution of W&B that a recipe can use', () => {
    const field = (text: string): unknown =>
      drawn(`${head}  lr: {${text}}\n  wd: {values: [0, 1]}\n`)['config.learningRate'];
    const batch = (text: string): unknown =>
      drawn(`${head}  bs: {${text}}\n  wd: {values: [0, 1]}\n`)['config.batchSize'];
    assert.deepEqual(field('value: 1e-3'), { kind: 'constant', value: 1e-3 });
    assert.deepEqual(field('values: [1e-3, "0.01"]'), { kind: 'categorical', values: [1e-3, 0.01] });
    assert.deepEqual(field('values: [0.1, 0.2], probabilities: [0.25, 0.75]'), {
      kind: 'categorical',
      values: [0.1, 0.2],
      probabilities: [0.25, 0.75],
    });
    assert.deepEqual(field('min: 0.1, max: 1'), { kind: 'uniform', low: 0.1, high: 1 });
    assert.deepEqual(field('min: 1.0, max: 2'), { kind: 'uniform', low: 1, high: 2 });
    assert.deepEqual(field('min: !!float 1, max: 2'), { kind: 'uniform', low: 1, high: 2 });
    assert.deepEqual(field('min: 1, max: 2'), { kind: 'int-uniform', low: 1, high: 2 });
    assert.deepEqual(field('distribution: uniform, min: 1, max: 2'), { kind: 'uniform', low: 1, high: 2 });
    assert.deepEqual(field('distribution: log_uniform, min: -6, max: -2'), {
      kind: 'log-uniform',
      low: Math.exp(-6),
      high: Math.exp(-2),
    });
    assert.deepEqual(field('distribution: inv_log_uniform, min: 2, max: 6'), {
      kind: 'log-uniform',
      low: Math.exp(-6),
      high: Math.exp(-2),
    });
    assert.deepEqual(field('distribution: inv_log_uniform_values, min: 1e-4, max: 1e-2'), {
      kind: 'log-uniform',
      low: 1e-4,
      high: 1e-2,
    });
    assert.deepEqual(field('distribution: q_uniform, min: 0.05, max: 0.42, q: 0.1'), {
      kind: 'uniform',
      low: 0.1,
      high: 0.4,
      step: 0.1,
    });
    assert.deepEqual(field('distribution: normal, mu: 0.5, sigma: 0.1'), {
      kind: 'normal',
      mean: 0.5,
      sd: 0.1,
    });
    assert.deepEqual(field('distribution: log_normal, mu: -7, sigma: 1'), {
      kind: 'log-normal',
      mean: -7,
      sd: 1,
    });
    assert.deepEqual(batch('min: 4, max: 32'), { kind: 'int-uniform', low: 4, high: 32 });
    assert.deepEqual(batch('distribution: q_log_uniform_values, q: 8, min: 30, max: 256'), {
      kind: 'log-uniform',
      low: 32,
      high: 256,
      step: 8,
    });
    assert.deepEqual(batch('distribution: q_log_uniform, min: 1, max: 4'), {
      kind: 'log-uniform',
      low: 3,
      high: 54,
      step: 1,
    });
    assert.deepEqual(batch('distribution: q_normal, mu: 16, sigma: 4'), {
      kind: 'normal',
      mean: 16,
      sd: 4,
      step: 1,
    });
  });

  it('finds fields under the names that people write', () => {
    const names: Readonly<Record<string, readonly string[]>> = {
      'config.learningRate': [
        'lr',
        'learning-rate',
        'learningRate',
        'optimizer.lr',
        'trainer.optim.base_lr',
        'LR',
        'init_lr',
      ],
      'config.batchSize': ['bs', 'bsize', 'batchSize', 'data.batch_size', 'dataloader/batch_size'],
      'config.accumulate': ['accumulation_steps', 'gradient_accumulation_steps', 'accumulate_grad_batches'],
      'config.earlyStopping.patience': ['patience', 'early_stopping_patience', 'early_stopping.patience'],
      'config.reduceOnPlateau.patience': ['scheduler.patience', 'lr_patience', 'reduce_lr_patience'],
      'model.depth': ['depth', 'model.depth', 'unet_depth'],
      'model.baseFilters': ['base_filters', 'n_filters', 'init_features', 'baseFilters'],
      'config.epochs': ['epochs', 'num_epochs', 'trainer.max_epochs', 'config.epochs'],
      size: ['image_size', 'img_size', 'imgsz'],
    };
    for (const [path, all] of Object.entries(names))
      for (const name of all)
        assert.deepEqual(
          Object.keys(
            drawn(`method: grid\nparameters:\n  ${name}: {values: [${path === 'size' ? 32 : 2}]}\n`),
          ),
          [path],
          name,
        );
  });

  it('finds values under the names that people write', () => {
    const values = (name: string, list: string): unknown =>
      Object.values(drawn(`method: grid\nparameters:\n  ${name}: {values: ${list}}\n`)).map(
        (distribution) => (distribution as { values: unknown }).values,
      )[0];
    assert.deepEqual(
      values('model', '[UNet, U-Net++, Attention_UNet, Attention_ResUNet, ResUNet, TransUNet]'),
      ['unet', 'unet++', 'attention-unet', 'attention-resunet', 'residual-unet', 'trans-unet'],
    );
    assert.deepEqual(
      values(
        'loss_function',
        '[DiceLoss, BCEWithLogitsLoss, dice_bce, FocalLoss, combined, BCEDiceLoss, tversky_loss]',
      ),
      ['dice', 'bce', 'dice-bce', 'focal', 'combined', 'tversky'],
    );
    assert.deepEqual(values('norm', '[BatchNorm2d, GroupNorm, none]'), ['batch', 'group', 'none']);
    assert.deepEqual(values('scheduler', '[None, CosineAnnealingLR]'), ['constant', 'cosine']);
    assert.deepEqual(values('deep_supervision', '[yes, False]'), [true, false]);
    assert.deepEqual(values('clipnorm', '[None, 1.0]'), [null, 1]);
    assert.deepEqual(values('image_size', '[[128, 128], 256x256, 512]'), [128, 256, 512]);
    assert.deepEqual(values('use_batchnorm', '[true, false]'), ['batch', 'none']);
  });

  it('reads nested parameters, anchors and merges', () => {
    assert.deepEqual(
      Object.entries(
        drawn(
          `
method: grid
usual: &usual {values: [1, 2]}
`.replace(/usual:.*\n/, '') +
            `parameters:
  optimizer:
    parameters:
      lr: &two {values: [0.1, 0.2]}
      weight_decay: *two
  model:
    parameters:
      depth: {<<: {values: [2, 3]}}
      config:
        parameters:
          filters: {value: 8}
`,
        ),
      ).map(([path]) => path),
      ['config.learningRate', 'config.weightDecay', 'model.depth', 'model.baseFilters'],
    );
  });

  it('takes seeds and folds that are named as parameters', () => {
    const { space } = read(
      'method: grid\nfolds: 5\nparameters:\n  lr: {values: [0.1]}\n  seed: {values: [4, 5]}\n  fold: {values: [1, 3]}\n',
    );
    assert.deepEqual(space.seeds, [4, 5]);
    assert.deepEqual(space.folds, { of: 5, only: [1, 3] });
    assert.equal(gridOf(space).length, 1);
    assert.deepEqual(read('method: grid\nfolds: 3\nparameters: {lr: {values: [0.1]}}\n').space.folds, {
      of: 3,
      only: [0, 1, 2],
    });
  });

  it('reads metrics as records hold them', () => {
    const metric = (text: string): unknown =>
      read(`method: grid\nmetric: {${text}}\nparameters: {lr: {values: [1]}}\n`).space.objective;
    const names: Readonly<Record<string, string>> = {
      val_jaccard: 'best_val_jaccard',
      'val/IoU': 'best_val_jaccard',
      MIoU: 'best_val_jaccard',
      val_jacard_coef: 'best_val_jaccard',
      'validation Dice': 'best_val_dice',
      'eval/dice_score': 'best_val_dice',
      valF1: 'best_val_dice',
      dice: 'best_val_dice',
      final_val_dice: 'final_val_dice',
      test_iou: 'test_jaccard',
      test_dice: 'test_dice',
      val_soft_jaccard: 'best_val_jaccard_soft',
    };
    for (const [name, key] of Object.entries(names))
      assert.deepEqual(metric(`name: ${name}, goal: maximize`), { metric: key, goal: 'maximize' }, name);
    assert.deepEqual(metric('name: validation/loss, goal: minimize'), {
      metric: 'best_val_loss',
      goal: 'minimize',
    });
    assert.deepEqual(metric('name: val_loss'), { metric: 'best_val_loss', goal: 'minimize' });
    assert.deepEqual(metric('name: val_dice'), { metric: 'best_val_dice', goal: 'maximize' });
  });

  it('judges on the way by what it looks for', () => {
    const history = { valJaccard: [0.1, 0.2], valJaccardSoft: [0.3], valDice: [0.4], valLoss: [0.9, 0.5] };
    const score = (metric: string): number => epochScore({ metric, goal: 'maximize' }, history);
    assert.equal(score('best_val_jaccard'), 0.2);
    assert.equal(score('test_jaccard'), 0.2);
    assert.equal(score('test_dice'), 0.4);
    assert.equal(score('best_val_jaccard_soft'), 0.3);
    assert.equal(score('best_val_loss'), -0.5);
  });

  it('says what it reads otherwise than its writer may think', () => {
    const notices = (text: string): string => read(text).notices.join('\n');
    assert.match(
      notices(`${head}  dropout: {min: 0, max: 0.5}\n  l2: {min: 0, max: 1}\n`),
      /line 5: l2: min 0 and max 1 are whole numbers, so only whole numbers are drawn.* write max: 1.0 /,
    );
    assert.match(
      notices(
        'method: bayes\nmetric: {name: val_loss, goal: minimize, target: 0.1}\nparameters:\n  loss: {values: [dice, bce]}\n',
      ),
      /target is not used[^]*without a budget the search goes on until it is stopped[^]*losses of different kinds cannot be compared/,
    );
    assert.match(
      notices(`${head}  lr: {distribution: uniform, min: 0, max: 0.1}\n`),
      /line 4: lr: min 0 is taken as 1e-9/,
    );
    assert.match(
      notices(`${head}  lr: {values: [0.1, 0.1, 0.2]}\n`),
      /0.1 is named more than once .* it is taken once/,
    );
    assert.match(
      notices(`${head}  dropout: {distribution: normal, mu: 0.3, sigma: 0.2}\n`),
      /only values from 0 to 0.95/,
    );
    assert.match(
      notices(`${head}  lr: {values: [0.1, 0.2]}\n  num_workers: {value: 4}\n`),
      /num_workers is not used/,
    );
    assert.match(
      notices(`method: grid\nparameters: {lr: {value: 1}}\nmetric: {name: val_dice}\n`),
      /has no goal; it is maximized/,
    );
  });

  const refused: readonly (readonly [what: string, text: string, message: RegExp])[] = [
    [
      'an unknown parameter',
      `${head}  learning_rte: {value: 1}\n`,
      /line 4: unknown parameter learning_rte; is it learning_rate/,
    ],
    [
      'one without near names',
      `${head}  zzz: {value: 1}\n`,
      /line 4: unknown parameter zzz; write a field of a recipe/,
    ],
    [
      'a nested unknown one',
      `${head}  model:\n    parameters:\n      dept: {value: 1}\n`,
      /line 6: unknown parameter model.dept; is it .*depth/,
    ],
    [
      'a group that is not known',
      `${head}  critic.lr: {value: 1}\n`,
      /line 4: unknown parameter critic.lr; is it .*lr/,
    ],
    [
      'a value outside',
      `${head}  dropout:\n    values: [0.1, 1.5]\n`,
      /line 5: dropout: model.dropout cannot be 1.5; allowed: numbers from 0 to 0.95/,
    ],
    [
      'a value of another kind',
      `${head}  loss:\n    values:\n      - dice\n      - hinge\n`,
      /line 7: loss cannot be hinge; allowed: dice, focal/,
    ],
    [
      'a low end outside',
      `${head}  lr: {min: -0.1, max: 0.1}\n`,
      /line 4: lr: config.learningRate cannot be -0.1; allowed/,
    ],
    [
      'ends the wrong way round',
      `${head}  lr: {min: 0.1, max: 0.01}\n`,
      /line 4: lr: max 0.01 is not above min 0.1/,
    ],
    [
      'fractions of whole numbers',
      `${head}  bs: {distribution: uniform, min: 4, max: 32}\n`,
      /bs takes whole numbers only.*int_uniform/,
    ],
    [
      'a log range of whole numbers',
      `${head}  bs: {distribution: log_uniform_values, min: 4, max: 32}\n`,
      /q_log_uniform_values with q: 1/,
    ],
    [
      'values where exponents belong',
      `${head}  lr: {distribution: log_uniform, min: 1e-5, max: 1e-1}\n`,
      /takes natural exponents.*1.00001; write log_uniform_values/,
    ],
    [
      'a range of a choice',
      `${head}  channels: {min: 1, max: 3}\n`,
      /channels \(model.channels\) has no range; write values: \[1, 3\]/,
    ],
    [
      'probabilities that do not add up',
      `${head}  lr: {values: [0.1, 0.2], probabilities: [0.5, 0.4]}\n`,
      /add up to 0.9, not to 1/,
    ],
    [
      'a distribution that is not drawn',
      `${head}  lr: {distribution: beta, a: 1, b: 1}\n`,
      /lr: beta is not drawn from here/,
    ],
    [
      'an unknown distribution',
      `${head}  lr: {distribution: loguniform, min: 1, max: 2}\n`,
      /distribution cannot be loguniform; allowed: constant/,
    ],
    ['a bare value', `${head}  lr: 0.1\n`, /line 4: lr cannot be 0.1; write lr: {value: 0.1}/],
    [
      'a bare list',
      `${head}  lr: [0.1, 0.2]\n`,
      /line 4: lr cannot be \[0.1, 0.2\]; write lr: {values: \[0.1, 0.2\]}/,
    ],
    [
      'another optimizer',
      `${head}  lr: {min: 0.1, max: 0.2}\n  optimizer: {values: [adam, sgd]}\n`,
      /line 5: optimizer cannot be sgd; allowed: adam, adamw/,
    ],
    ['two that train the same', `${head}  optimizer: {values: [adam, adamw]}\n`, /train the same here/],
    [
      'what is not here',
      `${head}  encoder: {values: [resnet34]}\n`,
      /line 4: encoder cannot be set: networks here have no encoder/,
    ],
    [
      'one field twice',
      `${head}  lr: {value: 0.1}\n  learning_rate: {value: 0.1}\n`,
      /line 5: learning_rate sets config.learningRate, as lr does in line 4/,
    ],
    [
      'a grid over a range',
      'method: grid\nparameters:\n  loss: {values: [dice]}\n  lr:\n    min: 0.0001\n    max: 0.01\n',
      /line 4: a grid needs values, and lr has a range; write lr: {values: \[0.0001, 0.005, 0.01\]}, or method: random/,
    ],
    [
      'a grid without end',
      `method: grid\nparameters:\n  epochs: {min: 1, max: 1000}\n  patience: {min: 1, max: 1000}\n`,
      /the grid has 1000000 configurations/,
    ],
    [
      'nothing that varies',
      `${head}  lr: {value: 0.1}\n`,
      /nothing varies, so random has nothing to suggest/,
    ],
    [
      'cma-es without ranges',
      'method: cma-es\nparameters:\n  loss: {values: [dice, bce]}\n  lr: {min: 0.1, max: 0.2}\n',
      /cma-es needs two or more parameters with a range/,
    ],
    [
      'an unknown method',
      'method: hyperopt\nparameters: {lr: {value: 1}}\n',
      /line 1: method cannot be hyperopt; allowed: grid, random, bayes, cma-es, qmc/,
    ],
    ['no method', 'parameters: {lr: {value: 1}}\n', /needs method/],
    ['no parameters', 'method: grid\n', /needs parameters/],
    [
      'an unknown key',
      'method: grid\nparametres: {lr: {value: 1}}\n',
      /line 2: a search space has no key parametres; is it parameters/,
    ],
    [
      'a score that no record holds',
      'method: grid\nmetric: {name: val_accuracy, goal: maximize}\nparameters: {lr: {value: 1}}\n',
      /line 2: no record holds val_accuracy; there are best_val_jaccard/,
    ],
    [
      'the loss of training',
      'method: grid\nmetric: {name: train_loss}\nparameters: {lr: {value: 1}}\n',
      /no record holds train_loss/,
    ],
    [
      'a goal the wrong way',
      'method: grid\nmetric: {name: val_iou, goal: minimize}\nparameters: {lr: {value: 1}}\n',
      /goal cannot be minimize for val_iou; write maximize/,
    ],
    [
      'a base that is not there',
      'method: grid\nbase: publised-256\nparameters: {lr: {value: 1}}\n',
      /line 2: base cannot be publised-256; allowed: plan, published-256.*is it published-256/,
    ],
    [
      'a fold that is not there',
      'method: grid\nfolds: {of: 3, only: [3]}\nparameters: {lr: {value: 1}}\n',
      /only cannot be 3; allowed: 0 to 2/,
    ],
    [
      'folds of unknown number',
      'method: grid\nparameters:\n  lr: {value: 1}\n  fold: {values: [0, 1]}\n',
      /line 4: fold needs to know of how many/,
    ],
    [
      'a lone seed',
      'method: grid\nseeds: 3\nparameters: {lr: {value: 1}}\n',
      /seeds cannot be 3; write a list/,
    ],
    [
      'a range of seeds',
      `${head}  lr: {min: 0.1, max: 0.2}\n  seed: {min: 1, max: 99}\n`,
      /line 5: seed has no range here/,
    ],
    [
      'an empty budget',
      'method: grid\nbudget: {hours: 0}\nparameters: {lr: {value: 1}}\n',
      /hours cannot be 0/,
    ],
    [
      'pruning without epochs',
      'method: grid\nearly_terminate: {type: hyperband}\nparameters: {lr: {value: 1}}\n',
      /needs min_iter, or max_iter and s/,
    ],
    [
      'pruning after the end',
      'method: grid\nearly_terminate: {type: asha, min_iter: 30}\nparameters: {epochs: {value: 10}}\n',
      /min_iter 30 is not below 10/,
    ],
    [
      'a stopper that is not known',
      'method: grid\nearly_terminate: {type: median}\nparameters: {lr: {value: 1}}\n',
      /type cannot be median; allowed: hyperband, asha/,
    ],
    ['an old octal', `${head}  bs: {values: [08, 016]}\n`, /line 4: 08 is one number to some programs/],
    [
      'two of a name',
      `${head}  lr: {value: 1}\n  lr: {value: 2}\n`,
      /line 5: no valid YAML: Map keys must be unique/,
    ],
    ['broken YAML', 'method: grid\nparameters: {lr: [\n', /line 3: no valid YAML/],
    ['no map', '- a\n- b\n', /line 1: a search space cannot be \[a, b\]/],
    ['an empty file', '', /line 1: a search space cannot be empty/],
    [
      'an unequal size',
      `${head}  image_size: {values: [[256, 512]]}\n`,
      /size is the longer side, and images keep their shape: write 512/,
    ],
    [
      'levels that some count otherwise',
      `${head}  num_levels: {values: [4, 5]}\n`,
      /some count the poolings/,
    ],
  ];
  for (const [what, text, message] of refused)
    it(`refuses ${what} in one line`, () => {
      assert.match(refusal(text), message);
    });

  it('refuses anchors that multiply', () => {
    const layers = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]`);
    assert.match(
      refusal(`a0: &a0 [1]\n${layers.join('\n')}\n`),
      /anchors are used too often|Excessive alias/,
    );
  });
});

describe('sizes of a space', () => {
  const text = `
method: grid
seeds: [1, 2]
early_terminate: {type: asha, min_iter: 3}
parameters:
  config.epochs: {value: 30}
  lr: {values: [0.1, 0.2]}
sizes:
  smoke:
    seeds: [1]
    early_terminate: null
    parameters:
      epochs: {value: 2}
      depth: {value: 2}
  full: {base: best}
`;
  it('replace keys, and parameters one by one whatever they are called', () => {
    const plain = read(text).space;
    const smoke = read(text, 'smoke').space;
    assert.deepEqual(plain.seeds, [1, 2]);
    assert.deepEqual(smoke.seeds, [1]);
    assert.equal(smoke.prune, null);
    assert.deepEqual(
      smoke.parameters.map(({ path, distribution }) => [
        path,
        distribution.kind === 'constant' && distribution.value,
      ]),
      [
        ['config.epochs', 2],
        ['config.learningRate', false],
        ['model.depth', 2],
      ],
    );
    assert.equal(read(text, 'full').space.base, 'best');
  });

  it('are named where one is asked for that is not there, and all are checked', () => {
    assert.equal(refusal(text, 'tiny'), 'sweep.yaml has no size tiny; there are smoke, full');
    assert.match(refusal(text.replace('base: best', 'base: worst')), /line 15: base cannot be worst/);
    assert.match(
      refusal('method: grid\nparameters: {lr: {value: 1}}\n', 'smoke'),
      /it names none under sizes:/,
    );
  });
});

describe('the trials of a space', () => {
  const { space } = read(`
method: grid
base: published-256
seeds: [1, 7]
folds: {of: 4, only: [0, 2]}
on_out_of_memory: skip
parameters:
  lr: {values: [0.1, 0.2]}
  patience: {value: 7}
  depth: {min: 2, max: 3}
  dropout: {distribution: q_uniform, min: 0.0, max: 0.3, q: 0.1}
`);
  it('cross all values, the last changing fastest', () => {
    const grid = gridOf(space);
    assert.equal(grid.length, 2 * 2 * 4);
    assert.deepEqual(
      grid.slice(0, 5).map(({ values }) => [values['model.depth'], values['model.dropout']]),
      [
        [2, 0],
        [2, 0.1],
        [2, 0.2],
        [2, 0.3],
        [3, 0],
      ],
    );
  });

  it('are the base with the values, once a seed and held-out part', () => {
    const trials = plannedTrials(space, recipes['published-256'], gridOf(space).slice(0, 2));
    assert.deepEqual(
      trials.map(({ id }) => id),
      [
        'c0000-s1-f0',
        'c0000-s1-f2',
        'c0000-s7-f0',
        'c0000-s7-f2',
        'c0001-s1-f0',
        'c0001-s1-f2',
        'c0001-s7-f0',
        'c0001-s7-f2',
      ],
    );
    const { recipe, fold, outOfMemory, values } = trials[5]!;
    assert.deepEqual(fold, { index: 2, of: 4 });
    assert.equal(outOfMemory, 'skip');
    assert.equal(values['model.dropout'], 0.1);
    assert.equal(recipe.model.dropout, 0.1);
    assert.equal(recipe.config.learningRate, 0.1);
    assert.equal(recipe.config.earlyStopping?.patience, 7);
    assert.equal(recipe.config.batchSize, 32);
  });
});
