import type { NotebookFile, Parameter } from 'unetlab/notebook/run';
import { notebookParameters } from 'unetlab/notebook/run';

/** A value to try, and what has to be set with it. Trials of one `place` exclude each other. */
export interface Trial {
  readonly value: string;
  readonly place?: string;
  readonly also?: Readonly<Record<string, string>>;
}

/** Made by `testData`. */
export interface TestData {
  /** A folder with images/ and masks/, `slide1_grid1.png`. */
  readonly images: string;
  /** The same, with a border of 7 in each mask. */
  readonly bordered: string;
  /** A CSV table of runs. */
  readonly table: string;
  /** JSON with comparisons. */
  readonly evidence: string;
}

/**
 * A value for each parameter that is not its default, by name, or by notebook and name. Of literals, the first other one is
 * taken; of booleans, the other one. A parameter without a value fails the tests by its name.
 */
export function testValues({ images, bordered, table, evidence }: TestData): Readonly<Record<string, Trial>> {
  const data = { dataDir: images };
  return {
    alpha: { value: '0.3' },
    batchSize: { value: '2' },
    budget: { value: '3' },
    config: { value: 'batch_size,learning_rate', also: { runs: table }, place: 'runs' },
    dataDir: { value: images },
    diceWeight: { value: '0.6' },
    // of the recorded answer there is one project, so the name alone decides nothing
    entity: { value: 'recorded', place: 'server', also: { project: 'example' } },
    project: { value: 'recorded/example', place: 'server' },
    sweep: { value: 'none', place: 'server' },
    epochs: { value: '1' },
    evidenceFile: { value: evidence },
    exclude: { value: 'grid6$', also: data },
    folds: { value: '3', also: data },
    foreground: { value: 'nonzero', also: data },
    gamma: { value: '1.5' },
    gridRuns: { value: table, place: 'grid' },
    group: { value: 'slide\\d+', also: data },
    ignore: { value: '7', also: { dataDir: bordered, foreground: '255' }, place: 'ignore' },
    images: { value: 'images', also: { ...data, masks: 'masks' } },
    intensity: { value: '0:255', also: data },
    jaccard256: { value: '0.2' },
    jobs: { value: '2' },
    learningRate: { value: '0.002' },
    leaveOut: { value: 'seed' },
    masks: { value: 'masks', also: { ...data, images: 'images' } },
    maskSuffix: { value: '', also: data },
    minutes: { value: '1', also: data },
    metric: { value: 'val_dice', also: { runs: table }, place: 'runs' },
    newDir: { value: images, also: data },
    otherDir: { value: images, also: data },
    pages: { value: 'samples', also: data },
    results: { value: 'val_dice', also: { runs: table }, place: 'runs' },
    runs: { value: table, place: 'runs' },
    samples: { value: '20' },
    seed: { value: '2' },
    seeds: { value: '1' },
    size: { value: '128' },
    space: { value: 'grid-36', also: { trials: '3' } },
    top: { value: '2' },
    trials: { value: '3' },
    weights: { value: images, place: 'weights' },
  };
}

/** The value that is tried for a parameter, or null where the table and its type give none. */
export function trialOf(
  notebook: string,
  { name, type, defaultText }: Parameter,
  values: Readonly<Record<string, Trial>>,
): Trial | null {
  const given = values[`${notebook.slice(0, 2)}.${name}`] ?? values[name];
  if (given !== undefined) return given;
  const members = type.kind === 'union' ? type.of : [type];
  for (const member of members) {
    if (member.kind === 'boolean') return { value: defaultText === 'true' ? 'false' : 'true' };
    if (member.kind !== 'literal') continue;
    const text = String(member.value);
    if (text !== defaultText.replace(/^['"]|['"]$/g, '')) return { value: text };
  }
  return null;
}

/** Sets of parameters that between them try every parameter of a notebook; `profile` is always `smoke`. */
export function trialRuns(
  notebook: NotebookFile,
  values: Readonly<Record<string, Trial>>,
): Record<string, string>[] {
  const declared = notebookParameters(notebook);
  const has = (name: string): boolean => declared.some((parameter) => parameter.name === name);
  const runs = new Map<string, Record<string, string>>();
  const places = new Map<string, number>();
  for (const parameter of declared) {
    if (parameter.name === 'profile') continue;
    const trial = trialOf(notebook.name, parameter, values);
    if (trial === null)
      throw new Error(
        `${notebook.name}: parameter ${parameter.name} has no value in test/notebook/test-values.ts to be tried with`,
      );
    const { place = '', also = {}, value } = trial;
    // those that exclude each other come one after the other
    const turn = place === '' || place === 'runs' ? 0 : (places.get(place) ?? 0);
    places.set(place, turn + 1);
    const key = place === '' ? '' : place === 'runs' ? 'runs' : `${place} ${turn}`;
    const run = runs.get(key) ?? { profile: 'smoke' };
    const extra = Object.entries(also).filter(([name]) => has(name));
    runs.set(key, { ...Object.fromEntries(extra), ...run, [parameter.name]: value });
  }
  return [...runs.values()];
}
