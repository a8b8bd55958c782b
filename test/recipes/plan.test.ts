import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { syntheticCells, syntheticMicrobeads } from 'unetlab/data';
import { auditFits, dataSetFacts, planTraining, type Plan, type PlanOptions } from 'unetlab/recipes';
import { Random } from 'unetlab/random';
import type { Sample } from 'unetlab/types';

const machine: PlanOptions = { memory: 4e9, speed: { gflops: 350, precision: 'float32' } };
const reasonOf = (plan: Plan, field: string): string =>
  plan.decisions.find((decision) => decision.field === field)!.reason;

/** Dark lines on bright ground whose cells are the foreground, as in micrographs of membranes. */
function membranes(count: number, side: number): Sample[] {
  return Array.from({ length: count }, (_, i) => {
    const random = new Random(i);
    const seeds = Array.from({ length: 30 }, () => [random.int(side), random.int(side)] as const);
    const image = new Float32Array(side * side);
    const mask = new Uint8Array(side * side);
    for (let y = 0; y < side; y += 1)
      for (let x = 0; x < side; x += 1) {
        const near = seeds.map(([u, v]) => Math.hypot(u - x, v - y)).sort((a, b) => a - b);
        const inside = near[1]! - near[0]! > 4;
        mask[y * side + x] = Number(inside);
        image[y * side + x] = (inside ? 0.7 : 0.3) + 0.1 * random.normal();
      }
    return { id: `m${i}`, group: `m${i}`, height: side, width: side, channels: 1, image, mask };
  });
}

describe('planTraining', () => {
  it('plans small discs as the recipe for beads has it', () => {
    const beads = syntheticMicrobeads({ count: 16, size: 512, seed: 2, channels: 3 });
    const facts = dataSetFacts(beads);
    assert.equal(facts.contrast.objects, 'dark');
    const { fits } = auditFits(beads, facts);
    assert.equal(fits, true);
    const plan = planTraining(facts, { ...machine, auditFits: fits });
    const { recipe } = plan;
    assert.deepEqual(
      [recipe.size, recipe.patch, recipe.labels, recipe.model.channels, recipe.model.depth],
      ['native', undefined, 'discs', 1, 4],
    );
    assert.equal(plan.folds, 4);
    assert.match(reasonOf(plan, 'model.channels'), /colour adds little|grey/);
  });

  it('leaves bright cells as they are: masks as given, whole pictures, no evening', () => {
    const cells = syntheticCells({ count: 8, seed: 1 });
    const facts = dataSetFacts(cells);
    assert.deepEqual([facts.contrast.objects, facts.objects.numbered], ['bright', true]);
    assert.ok(facts.objects.diameter[1] > 18 && facts.objects.diameter[1] < 30);
    assert.equal(auditFits(cells, facts).fits, false);
    const { recipe } = planTraining(facts, machine);
    assert.deepEqual([recipe.size, recipe.patch, recipe.labels], ['native', undefined, 'given']);
    assert.equal(recipe.evenContrast, undefined);
    assert.equal(recipe.augment.turns, false);
  });

  it('plans for foreground that covers most of the picture', () => {
    const facts = dataSetFacts(membranes(6, 128));
    assert.ok(facts.foreground > 0.5);
    const plan = planTraining(facts, machine);
    assert.equal(plan.recipe.evenContrast, undefined);
    assert.match(reasonOf(plan, 'evenContrast'), /no background to even out/);
    assert.match(reasonOf(plan, 'loss'), /\d+ % of foreground/);
  });

  it('takes overlap image by image where a few images hold most of the foreground', () => {
    const facts = dataSetFacts(membranes(6, 128));
    const over = (change: Partial<typeof facts>): [string | undefined, string] => {
      const plan = planTraining({ ...facts, images: 65, groups: 8, ...change }, machine);
      return [plan.recipe.diceOptions?.over, reasonOf(plan, 'diceOptions.over')];
    };
    // 65 images of equal foreground hold 7 / 65 in a tenth.
    assert.deepEqual(over({ inFullestTenth: 7 / 65 })[0], undefined);
    assert.deepEqual(over({ inFullestTenth: 0.42 })[0], undefined);
    const [value, reason] = over({ inFullestTenth: 0.57 });
    assert.equal(value, 'image');
    assert.match(reason, /^a tenth of the images hold 57 % of the foreground/);
    // A network that marks nothing is right on each empty image.
    const [empty, why] = over({ inFullestTenth: 0.9, imagesWithoutForeground: 20 });
    assert.equal(empty, undefined);
    assert.match(why, /^20 of 65 images hold no foreground/);
  });

  it('measures how much of the foreground the fullest tenth of the images holds', () => {
    const strip = (share: number, i: number): Sample => ({
      id: `s${i}`,
      group: `s${i}`,
      height: 10,
      width: 10,
      channels: 1,
      image: new Float32Array(100).fill(0.5),
      mask: Uint8Array.from({ length: 100 }, (_, p) => Number(p < 100 * share)),
    });
    const shares = [...Array<number>(18).fill(0.02), 0.5, 0.6];
    assert.ok(Math.abs(dataSetFacts(shares.map(strip)).inFullestTenth - 110 / 146) < 1e-12);
    assert.equal(dataSetFacts([strip(0.5, 0)]).inFullestTenth, 1);
    assert.equal(dataSetFacts([strip(0, 0)]).inFullestTenth, 0);
  });

  it('takes colour where brightness does not tell the foreground', () => {
    const red: Sample[] = Array.from({ length: 4 }, (_, i) => {
      const random = new Random(i);
      const mask = Uint8Array.from({ length: 64 * 64 }, (_, p) => Number(p % 64 < 20 === (i % 2 === 0)));
      const image = new Float32Array(3 * 64 * 64);
      mask.forEach((value, p) => {
        const noise = 0.05 * random.normal();
        // Red and blue of equal luma.
        image.set(
          value === 1 ? [0.6 + noise, 0.3 + noise, 0.2 + noise] : [0.3 + noise, 0.42 + noise, 0.35 + noise],
          3 * p,
        );
      });
      return { id: `r${i}`, group: `g${i}`, height: 64, width: 64, channels: 3, image, mask };
    });
    const plan = planTraining(dataSetFacts(red), machine);
    assert.equal(plan.recipe.model.channels, 3);
    assert.match(reasonOf(plan, 'model.channels'), /d′/);
  });

  it('cuts patches from large pictures and from pictures of several sizes', () => {
    const large = planTraining(dataSetFacts(syntheticCells({ count: 4, height: 900, width: 1200 })), machine);
    assert.ok(large.recipe.patch);
    assert.equal(large.recipe.patch.side % 32, 0);
    assert.equal(large.recipe.patch.foreground, 1 / 3);
    assert.deepEqual(large.recipe.predict?.tiles, {
      size: large.recipe.patch.side,
      overlap: large.recipe.patch.side / 4,
    });
    const mixed = [
      ...syntheticCells({ count: 3, height: 200, width: 260 }),
      ...syntheticCells({ count: 3, height: 260, width: 200, seed: 2 }).map((s) => ({
        ...s,
        id: `t${s.id}`,
      })),
    ];
    const plan = planTraining(dataSetFacts(mixed), machine);
    assert.equal(plan.recipe.patch!.side, 192);
    assert.match(reasonOf(plan, 'patch'), /2 sizes/);
  });

  it('fits batch and epochs to memory and minutes', () => {
    const facts = dataSetFacts(syntheticCells({ count: 16 }));
    const little = planTraining(facts, { ...machine, memory: 1.2e9 }).recipe;
    assert.equal(little.config.batchSize, 1);
    assert.equal(little.model.norm, 'group');
    const [short, long] = [2, 20].map((minutes) => planTraining(facts, { ...machine, minutes }));
    assert.ok(long!.recipe.config.epochs! > 3 * short!.recipe.config.epochs!);
    assert.ok(short!.secondsPerFold < 150);
    const hurry = planTraining(facts, { ...machine, minutes: 0.05 });
    assert.equal(hurry.recipe.config.epochs, 8);
    assert.match(reasonOf(hurry, 'config.epochs'), /fewer than 8 teach nothing/);
  });

  it('plans as many updates as a network needs on a machine that seems slow, unless a time is asked for', () => {
    const facts = dataSetFacts(syntheticCells({ count: 16, height: 64, width: 64, radius: 6 }));
    const slow = { ...machine, speed: { ...machine.speed, gflops: 0.05 } };
    const plan = planTraining(facts, slow);
    const steps = Math.ceil(12 / plan.recipe.config.batchSize!);
    assert.equal(plan.recipe.config.epochs, Math.ceil(400 / steps));
    assert.match(reasonOf(plan, 'config.epochs'), /needs some 400 updates.*--minutes bounds it/);
    assert.equal(planTraining(facts, { ...slow, minutes: 1 }).recipe.config.epochs, 8);
  });

  it('says what to do with one group, and what folds there can be', () => {
    const one = syntheticCells({ count: 4, wells: 1, height: 64, width: 64, radius: 6 });
    assert.throws(() => planTraining(dataSetFacts(one), machine), /one group.*-p group=/);
    const two = dataSetFacts(syntheticCells({ count: 4, wells: 2, height: 64, width: 64, radius: 6 }));
    assert.throws(() => planTraining(two, { ...machine, folds: 3 }), /--folds cannot be 3; allowed: 2 to 2/);
  });
});
