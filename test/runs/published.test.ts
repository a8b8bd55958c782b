import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { checkClaims, type CheckedClaim, type Evidence } from 'unetlab/analysis';
import { resolutionEvidence, type ForegroundShare } from 'unetlab/recipes';
import { recordedStudy, RunStore } from 'unetlab/runs';

const root = process.cwd();
const sources = join(root, '..', 'shared', 'data');
const files = ['search-2025-10-10', 'grid-2025-09-26', 'wandb-sweep-1jpj8b17'].map((name) => `${name}.jsonl`);

describe('the published studies', () => {
  it('hold every run, at full precision', () => {
    const search = recordedStudy('published-search', root);
    assert.equal(search.records.length, 15);
    assert.equal(search.records.filter(({ history }) => history !== null).length, 14);
    assert.equal(
      Math.max(...search.records.map(({ summary }) => Number(summary.best_val_jacard))),
      0.16403828561306,
    );
    const grid = recordedStudy('published-grid', root);
    assert.equal(grid.records.filter(({ history }) => history?.lr?.[0] === 0.001).length, 36);
    const sweep = recordedStudy('published-sweep', root);
    assert.equal(sweep.records.length, 480);
    const best = sweep.records.find(({ name }) => name === 'vital-sweep-1');
    assert.equal(Number(best?.summary.val_dice_coefficient).toFixed(5), '0.57267');
    assert.equal(best?.config.batch_size, 16);
    assert.deepEqual([...search.notices, ...grid.notices, ...sweep.notices], []);
    assert.match(search.data, /^published search: 15 runs, photographs of microbeads at 512², soft Jaccard/);
  });

  it('name no person, account or machine, and no path', () => {
    for (const file of files) {
      const text = readFileSync(join(root, 'data', 'published', file), 'utf8');
      assert.doesNotMatch(text, /"(?:user|entity|host|agent|author|email|notes|machine)[^"]*":/i, file);
      assert.doesNotMatch(text, /_path"|https?:|@|\/home|\\\\|hdf5/i, file);
    }
    assert.match(
      readFileSync(join(root, 'data', 'published', 'wandb-sweep-1jpj8b17.LICENSE'), 'utf8'),
      /MIT License/,
    );
  });

  it('are made again to the byte', { skip: existsSync(sources) ? false : `no ${sources}` }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'published-'));
    try {
      execFileSync(process.execPath, [join(root, 'scripts', 'record-published.mjs'), sources], {
        cwd: folder,
      });
      for (const file of files)
        assert.equal(
          readFileSync(join(folder, 'data', 'published', file), 'utf8'),
          readFileSync(join(root, 'data', 'published', file), 'utf8'),
          file,
        );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the published claims with all that is recorded', () => {
  let checked: readonly CheckedClaim[] = [];
  before(() => {
    const folder = join(root, 'data', 'resolution');
    const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const resolution = resolutionEvidence(
      new RunStore(join(folder, 'runs.jsonl')).read(),
      read('foreground.json') as ForegroundShare,
    );
    const progressive = read('progressive.json') as Evidence;
    const [search, grid, sweep] = (['published-search', 'published-grid', 'published-sweep'] as const).map(
      (name) => recordedStudy(name, root),
    );
    checked = checkClaims({
      search: search!.records,
      grid: grid!.records,
      sweep: sweep!.records,
      evidence: { ...resolution, comparisons: { ...resolution.comparisons, ...progressive.comparisons } },
      data: { search: search!.data },
    });
  });
  const find = (id: string): CheckedClaim => checked.find((claim) => claim.id === id)!;

  it('are a hundred, of which twelve at most stay undecided, each with what would decide it', () => {
    assert.equal(checked.length, 100);
    const open = checked.filter(({ verdict }) => verdict === 'cannot be decided from the data');
    assert.ok(open.length <= 12, `${open.length}: ${open.map(({ id }) => id).join(', ')}`);
    for (const { id, wouldDecide } of open) assert.ok((wouldDecide ?? '').length > 10, id);
  });

  it('keep "Best Jaccard: 0.1640", by the published rows', () => {
    assert.equal(find('search.best').verdict, 'reproduced');
    assert.match(find('search.best').by, /published search: 15 runs/);
    assert.equal(find('search.best').again, null);
  });

  it('name images, score and seeds where our trainings decide', () => {
    for (const id of ['search.accumulation', 'search.group-norm', 'search.receptive-field'])
      assert.match(find(id).by, /photographs at 512², hard Jaccard .* epochs, seeds? \d/, id);
    assert.match(find('search.progressive').by, /synthetic beads at 512², hard Jaccard .* seeds 1, 2/);
    const doubled = find('imbalance.doubles');
    assert.equal(doubled.verdict, 'contradicted');
    assert.match(doubled.by, /59 photographs/);
  });
});
