import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSpace, spaceLines } from 'unetlab/search';

/** Sweeps in the manner of those in public repositories: each reads as meant, or is refused in one line. */
const read: readonly (readonly [what: string, text: string, lines: readonly RegExp[]])[] = [
  [
    'W&B’s own example, with an optimizer that is here',
    `program: train.py
method: random
metric: {goal: minimize, name: val_loss}
parameters:
  batch_size: {distribution: q_log_uniform_values, max: 256, min: 32, q: 8}
  dropout: {values: [0.3, 0.4, 0.5]}
  epochs: {value: 1}
  learning_rate: {distribution: uniform, max: 0.1, min: 0}
  optimizer: {values: ["adam"]}
`,
    [
      /lowest best_val_loss/,
      /batchSize +32 to 256, log-uniform, steps of 8/,
      /learningRate +1e-9 to 0.1, uniform/,
    ],
  ],
  [
    'exponents that somebody worked out',
    `method: bayes
metric: {name: val/f1, goal: maximize}
parameters:
  lr: {distribution: log_uniform, min: -9.21, max: -4.6}
  batch_size: {distribution: q_log_uniform, q: 1, min: 3.4657359027997265, max: 5.545177444479562}
early_terminate: {type: hyperband, s: 2, eta: 3, max_iter: 27}
`,
    [
      /learningRate +0.00010003\d+ to 0.01005\d+, log-uniform/,
      /batchSize +32 to 256/,
      /hyperband from epoch 3 of 27/,
    ],
  ],
  [
    'Hydra’s dotted names',
    `program: run.py
method: bayes
metric: {name: val/dice, goal: maximize}
parameters:
  model.lr: {distribution: uniform, min: 0.0001, max: 0.1}
  model.net.base_channels: {values: [16, 32]}
  datamodule.batch_size: {values: [8, 16]}
  trainer.max_epochs: {value: 50}
command: ['\${interpreter}', '\${program}', '\${args_no_hyphens}', logger=wandb]
run_cap: 40
`,
    [
      /learningRate +0.0001 to 0.1/,
      /baseFilters +16, 32/,
      /batchSize +8, 16/,
      /epochs +50/,
      /40 configurations × 1 = 40/,
    ],
  ],
  [
    'whole numbers from least to most',
    `method: random
name: CNN-sweep
metric: {goal: maximize, name: val_miou}
parameters:
  batch_size: {max: 24, min: 2}
  epochs: {max: 70, min: 20}
  lr: {max: 0.1, min: 0.0001}
  weight_decay: {max: 1e-2, min: 1e-7}
`,
    [
      /batchSize +2 to 24, int-uniform/,
      /epochs +20 to 70, int-uniform/,
      /weightDecay +1e-7 to 0.01, uniform/,
    ],
  ],
  [
    'a switch for batch norm, and true and false as Python writes them',
    `method: grid
metric: {name: val_loss, goal: minimize}
parameters:
  model: {value: 'Unet'}
  batchnorm: {values: [True, False]}
  deep_supervision: {values: [False]}
  batch_size: {values: [16, 32, 64]}
early_terminate: {type: hyperband, min_iter: 5}
`,
    [/architecture +unet/, /model.norm +batch, none/, /6 configurations/, /hyperband from epoch 5 of 135/],
  ],
  [
    'JSON',
    `{"method": "random", "metric": {"name": "val_iou_score", "goal": "maximize"},
 "parameters": {"learningRate": {"distribution": "log_uniform_values", "min": 0.00001, "max": 0.01},
  "imageSize": {"values": [[256, 256], [512, 512]]}, "lossFunction": {"values": ["DiceLoss", "DiceBCELoss"]}}}`,
    [/highest best_val_jaccard/, /size +256, 512/, /loss +dice, dice-bce/],
  ],
  [
    'comments, Windows ends of lines and a byte order mark',
    '\uFEFFmethod: grid # all\r\nparameters:\r\n  lr:\r\n    values:\r\n      - 1e-3\r\n      - 1.0E-4\r\n',
    [/learningRate +0.001, 0.0001/],
  ],
];

const refused: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  [
    'an encoder that is not here',
    'method: bayes\nmetric: {name: val_iou, goal: maximize}\nparameters:\n  model_arch: {values: [Unet]}\n  model_encoder: {values: [resnet50, mit_b2]}\n',
    /line 5: model_encoder cannot be set: networks here have no encoder made elsewhere/,
  ],
  [
    'an architecture that is not here',
    'method: grid\nparameters:\n  model_arch:\n    values:\n      - Unet\n      - MAnet\n',
    /line 6: model_arch: architecture cannot be MAnet; allowed: unet, attention-unet/,
  ],
  [
    'dropout as a switch',
    'method: grid\nparameters:\n  dropout: {values: [True, False]}\n',
    /line 3: dropout: model.dropout cannot be true; allowed: numbers from 0 to 0.95/,
  ],
  [
    'layers of another network',
    'method: grid\nparameters:\n  lr: {values: [0.1]}\n  fc_layer_size: {values: [128, 256]}\n',
    /line 4: unknown parameter fc_layer_size/,
  ],
  [
    'a plateau rule as a kind of schedule',
    'method: grid\nparameters:\n  lr_scheduler: {values: [None, reduceLROnPlateau]}\n',
    /line 3: lr_scheduler: config.schedule.kind cannot be reduceLROnPlateau; allowed: constant, cosine/,
  ],
  [
    'a score that nobody keeps',
    'method: bayes\nmetric: {name: foreground_acc, goal: maximize}\nparameters:\n  lr: {min: 0.1, max: 0.2}\n',
    /line 2: no record holds foreground_acc; there are best_val_jaccard/,
  ],
  [
    'a template that was not filled in',
    'method: random\nparameters:\n  gamma:\n    values:\n',
    /line 3: unknown parameter gamma/,
  ],
  [
    'values that are missing',
    'method: random\nparameters:\n  lr:\n    values:\n',
    /line 4: lr: values cannot be empty; write a list/,
  ],
  [
    'a range as text',
    'method: random\nparameters:\n  lr: {min: ten, max: 0.2}\n',
    /line 3: lr: min cannot be ten; it takes a number/,
  ],
];

describe('sweeps as people write them', () => {
  for (const [what, text, lines] of read)
    it(`are read: ${what}`, () => {
      const said = spaceLines(readSpace(text, 'sweep.yaml')).join('\n');
      for (const line of lines) assert.match(said, line);
    });
  for (const [what, text, message] of refused)
    it(`are refused in one line: ${what}`, () => {
      assert.throws(() => readSpace(text, 'sweep.yaml'), { message });
    });
});
