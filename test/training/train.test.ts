import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { splitByGroup, syntheticMicrobeads } from 'unetlab/data';
import { createLoss, dice, diceTerm, weighted } from 'unetlab/losses';
import {
  trainingConfig,
  TrainingSteps,
  evaluate,
  predict,
  runRecord,
  train,
  type TrainingResult,
} from 'unetlab/training';
import { smallTask } from './small-task';

const folders: string[] = [];
const temporary = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'unetlab-train-')));
  return folders.at(-1)!;
};
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Checkpoints below a folder, oldest first. */
const saved = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.safetensors'))
    .sort()
    .map((name) => join(folder, name));

/** The history without the one column that measures time. */
const numbers = ({ history: { seconds: _, ...columns } }: TrainingResult): unknown => columns;

describe('train', () => {
  it('repeats bit for bit with the same seed, and differs with another', async () => {
    const first = await train(smallTask());
    assert.deepEqual(numbers(await train(smallTask())), numbers(first));
    assert.notDeepEqual(numbers(await train(smallTask({ seed: 2 }))), numbers(first));
    assert.equal(first.stopped, 'epochs');
    assert.deepEqual(first.history.epoch, [1, 2, 3, 4]);
    assert.ok(first.history.loss.at(-1)! < first.history.loss[0]!);
  });

  it('ends with the weights of the best epoch', async () => {
    const task = smallTask({ epochs: 6, learningRate: 0.02 });
    const result = await train(task);
    const { scores } = await evaluate(task.model, task.loss, task.split.validation, { batchSize: 4 });
    assert.ok(Math.abs(scores.jaccard - result.best) < 1e-6);
    assert.equal(result.history.valJaccard[result.bestEpoch - 1], result.best);
    const [map] = predict(task.model, task.split.validation.slice(0, 1));
    assert.ok(map!.every((p) => p >= 0 && p <= 1) && map!.length === 32 * 32);
  });

  it('is the same with accumulated batches as with one large batch', async () => {
    const perImage = dice({ over: 'image' });
    const options = { model: { norm: 'group', dropout: 0 } as const, loss: perImage };
    const large = await train(smallTask({ batchSize: 4, accumulate: 1 }, options));
    const small = await train(smallTask({ batchSize: 2, accumulate: 2 }, options));
    large.history.valLoss.forEach((value, i) => {
      assert.ok(
        Math.abs(value - small.history.valLoss[i]!) < 1e-5,
        `epoch ${i + 1}: ${value}, ${small.history.valLoss[i]}`,
      );
    });
    assert.equal(large.updates, small.updates);
  });

  it('averages the weights, and validates with the average', async () => {
    const plain = await train(smallTask());
    const averaged = await train(smallTask({ ema: 0.9 }));
    assert.deepEqual(averaged.history.loss[0], plain.history.loss[0]); // the first epoch trains the same weights
    assert.notDeepEqual(averaged.history.valLoss, plain.history.valLoss);
  });

  it('follows a curriculum over the loss weights', async () => {
    const loss = weighted('two', [
      [1, diceTerm()],
      [0, diceTerm({ over: 'image' })],
    ]);
    const lossWeights = [
      { fromEpoch: 1, weights: [1, 0] },
      { fromEpoch: 3, weights: [0, 5] },
    ];
    const { history } = await train(smallTask({ lossWeights }, { loss }));
    assert.ok(history.loss[2]! > 3 * history.loss[1]!, history.loss.join(' '));
    await assert.rejects(
      train(smallTask({ lossWeights: [{ fromEpoch: 1, weights: [1] }] }, { loss })),
      /has 1 weights, the loss two 2 terms/,
    );
  });

  it('supervises coarser levels where the model has them', async () => {
    const { history } = await train(smallTask({}, { model: { deepSupervision: true } }));
    assert.ok(history.loss.at(-1)! < history.loss[0]!);
  });

  it('stops after the running step when interrupted, with the last finished epoch', async () => {
    const controller = new AbortController();
    const steps: number[] = [];
    const result = await train({
      ...smallTask(),
      signal: controller.signal,
      onProgress: ({ epoch, step }) => {
        steps.push(step);
        if (epoch === 2) controller.abort();
      },
    });
    assert.equal(result.stopped, 'interrupted');
    assert.deepEqual(result.history.epoch, [1]);
    assert.deepEqual(steps, [1, 2, 1].slice(0, steps.length));
  });

  it('stops at a loss that is not finite, names the batch and keeps the last good weights', async () => {
    const task = smallTask({ epochs: 3, restoreBest: false }, { model: { headBias: 0 } });
    const bad = task.split.train[1]!;
    bad.image[7] = NaN;
    const before = task.model.parameters.values();
    const result = await train(task);
    assert.equal(result.stopped, 'loss not finite');
    assert.match(result.detail!, new RegExp(`epoch 1, batch \\d .*${bad.id}.*loss NaN`));
    assert.deepEqual(task.model.parameters.values(), before);
    assert.equal(runRecord({ name: 'x', model: task.model, loss: task.loss, result }).state, 'failed');
  });

  it('halves the batch and doubles the accumulation where memory does not suffice, and says so', async () => {
    const options = { model: { norm: 'group', dropout: 0 }, loss: dice({ over: 'image' }) } as const;
    const need = (batchSize: number): number => {
      const { model, loss } = smallTask({}, options);
      const steps = new TrainingSteps(model, loss, trainingConfig({ batchSize, accumulate: 2 }));
      steps.prepare([[batchSize, 32, 32, 1]], []);
      return steps.program.peakBytes;
    };
    assert.ok(need(4) > 1.5 * need(2));
    const notices: string[] = [];
    const memoryLimit = (need(4) + need(2)) / 2;
    const small = await train({
      ...smallTask({}, options),
      memoryLimit,
      onNotice: (line) => notices.push(line),
    });
    assert.match(
      notices.join(),
      /out of memory with batches of 4: going on with 2, 2 of them an update .* MB are free/,
    );
    assert.deepEqual([small.config.batchSize, small.config.accumulate], [2, 2]);
    assert.deepEqual(small.notices, notices);
    const whole = await train(smallTask({}, options));
    whole.history.valLoss.forEach((value, i) => {
      assert.ok(Math.abs(value - small.history.valLoss[i]!) < 1e-5);
    });
    await assert.rejects(train({ ...smallTask(), memoryLimit: 1000 }), /a step is estimated to take/);
  });

  it('mixes scales, weighs its terms itself, and feeds distance maps, as asked', async () => {
    const mixed = await train(smallTask({ scales: [0.5, 1] }));
    assert.deepEqual(numbers(await train(smallTask({ scales: [0.5, 1] }))), numbers(mixed));
    assert.notDeepEqual(mixed.history.loss, (await train(smallTask())).history.loss);
    const adaptive = await train(smallTask({ adaptiveWeights: true }));
    assert.ok(adaptive.history.loss.at(-1)! < adaptive.history.loss[0]!);
    const boundary = await train(smallTask({}, { loss: createLoss('dice-boundary') }));
    assert.ok(boundary.history.valLoss.at(-1)! < boundary.history.valLoss[0]!);
    assert.throws(() => trainingConfig({ scales: [] }), /invalid scales: empty/);
  });

  it('refuses images of mixed size', async () => {
    const task = smallTask();
    const samples = [
      ...syntheticMicrobeads({ count: 8, size: 32, seed: 5 }),
      ...syntheticMicrobeads({ count: 8, size: 64, seed: 6 }).map((s) => ({
        ...s,
        group: `large ${s.group}`,
      })),
    ];
    await assert.rejects(
      train({ ...task, split: splitByGroup(samples, { validation: 0.3 }) }),
      /images differ in size: /,
    );
  });
});

describe('checkpoints', () => {
  it('go on from a killed training to the same history, bit for bit', async () => {
    const folder = temporary();
    const child = spawn(process.execPath, ['test/.dist/training/train-until-killed.js', folder], {
      stdio: 'ignore',
    });
    const has = (name: string): boolean => saved(folder).some((path) => path.endsWith(name));
    while (!has('epoch-00002.safetensors') && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('exit', resolve));
    const notices: string[] = [];
    const resumed = await train({
      ...smallTask({ epochs: 8 }),
      checkpoints: folder,
      onNotice: (line) => notices.push(line),
    });
    assert.deepEqual(notices, []);
    assert.deepEqual(numbers(resumed), numbers(await train(smallTask({ epochs: 8 }))));
    assert.equal(saved(folder).length, 2, 'two are kept');
  });

  it('are there after an interruption, with every finished epoch', async () => {
    const folder = temporary();
    const script = 'test/.dist/training/train-until-interrupted.js';
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const has = (name: string): boolean => saved(folder).some((path) => path.endsWith(name));
    while (!has('epoch-00002.safetensors') && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    await new Promise((resolve) => child.on('close', resolve));
    const { stopped, epochs } = JSON.parse(said) as { stopped: string; epochs: number };
    assert.equal(stopped, 'interrupted');
    assert.ok(has(`epoch-${String(epochs).padStart(5, '0')}.safetensors`));
  });

  it('are refused with the reason when damaged', async () => {
    const folder = temporary();
    const whole = await train({ ...smallTask(), checkpoints: folder });
    const [older, newest] = saved(folder) as [string, string];
    const bytes = readFileSync(newest);
    bytes[bytes.length - 9]! ^= 1;
    writeFileSync(newest, bytes);
    const resume = async (): Promise<[TrainingResult, string[]]> => {
      const notices: string[] = [];
      return [
        await train({ ...smallTask(), checkpoints: folder, onNotice: (line) => notices.push(line) }),
        notices,
      ];
    };
    const [result, flipped] = await resume();
    assert.match(flipped.join(), /epoch-00004.* is not used: its checksum does not match/);
    assert.deepEqual(numbers(result), numbers(whole)); // from epoch 3
    writeFileSync(newest, bytes.subarray(0, 5000));
    writeFileSync(older, '{"not": "a checkpoint"}');
    const [, foreign] = await resume();
    assert.match(foreign.join(), /epoch-00004.*cut short.*epoch-00003.*no safetensors file/);
  });
});
