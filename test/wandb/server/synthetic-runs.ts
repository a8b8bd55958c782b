import { Random } from 'unetlab/random';
import type { Store, StoredProject } from './store';

/** The sweep that the synthetic runs belong to, as its owner would have written it. */
export const sweepYaml = `method: bayes
metric:
  name: val_dice
  goal: maximize
parameters:
  learning_rate:
    distribution: log_uniform_values
    min: 0.00001
    max: 0.01
  batch_size:
    values: [4, 8, 16]
  dropout:
    min: 0
    max: 0.5
  epochs:
    value: 40
`;

/** Fills a project with finished runs of a made-up sweep: about 1.2 kB of config and summary each. */
export function addSyntheticRuns(
  store: Store,
  options: { entity?: string; project?: string; sweep?: string; runs: number; rows?: number; seed?: number },
): StoredProject {
  const { entity = 'lab', project: name = 'beads', sweep = 'sw33p001', runs, rows = 0, seed = 7 } = options;
  const random = new Random(seed);
  const project = store.addProject(entity, name);
  if (!project.sweeps.has(sweep)) store.addSweep(project, sweep, sweepYaml, 'bead sweep');
  const start = Date.UTC(2025, 5, 21, 10, 0, 0);
  for (let i = 0; i < runs; i++) {
    const created = new Date(start + i * 60_000);
    const config = {
      learning_rate: 10 ** random.between(-5, -2),
      batch_size: [4, 8, 16][random.int(3)]!,
      dropout: random.between(0, 0.5),
      l2_reg: 10 ** random.between(-6, -3),
      epochs: 40,
      input_shape: [256, 256, 1],
      task: 'segmentation',
      optimizer: { name: 'adam', beta_1: 0.9, beta_2: 0.999 },
    };
    const best = random.between(0.4, 0.6);
    const curve = Array.from({ length: rows }, (_, epoch) => ({
      _step: epoch,
      _runtime: 12 * (epoch + 1),
      _timestamp: created.getTime() / 1000 + 12 * (epoch + 1),
      epoch: epoch + 1,
      loss: 1.5 * Math.exp(-epoch / 20) + 0.05 * random.uniform(),
      dice: best * (1 - Math.exp(-epoch / 10)) + 0.01 * random.normal(),
      val_loss: 1.6 * Math.exp(-epoch / 25) + 0.05 * random.uniform(),
      val_dice: best * (1 - Math.exp(-epoch / 12)) + 0.02 * random.normal(),
      val_iou: best * 0.7 * (1 - Math.exp(-epoch / 12)),
      learning_rate: config.learning_rate,
    }));
    const last = curve.at(-1) ?? {
      _step: 39,
      epoch: 40,
      val_dice: best,
      loss: 1.1,
      val_loss: 1.2,
      dice: best,
    };
    store.upsertRun(project, `run${String(i).padStart(5, '0')}`, {
      displayName: `made-sweep-${i + 1}`,
      state: 'finished',
      sweepName: sweep,
      tags: ['unet'],
      createdAt: created.toISOString().slice(0, 19),
      heartbeatAt: new Date(created.getTime() + 500_000).toISOString().slice(0, 19),
      config: JSON.stringify({
        ...Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { desc: null, value }])),
        _wandb: {
          desc: null,
          value: { python_version: '3.11.7', cli_version: '0.17.0', t: { 1: [1, 41, 55], 2: [1, 41, 55] } },
        },
      }),
      summaryMetrics: JSON.stringify({
        ...last,
        best_epoch: random.int(40),
        best_val_dice: best,
        test_dice: best + 0.01 * random.normal(),
        test_iou: best * 0.7,
        _wandb: { runtime: 785 },
      }),
      systemMetrics: JSON.stringify(
        Object.fromEntries(
          Array.from({ length: 24 }, (_, k) => [`system.gpu.${k}.memoryAllocated`, random.between(0, 100)]),
        ),
      ),
      history: curve.map((row) => ({ step: row._step, text: JSON.stringify(row) })),
    });
  }
  return project;
}
