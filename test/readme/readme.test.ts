import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { bestOfN } from 'unetlab/analysis';
import { pixelInfluence, publishedPixelClasses } from 'unetlab/figures';
import { notebookPaths } from 'unetlab/notebook/run';
import { recordedStudy } from 'unetlab/runs';
import { digestOf, snapshotText } from '../figures/gallery/snapshot';
import { photographs, study } from '../reports/recorded-resolution';
import { readmeFigures } from './pictures';

const root = process.cwd();
const readme = readFileSync(join(root, 'README.md'), 'utf8').replace(/\s+/g, ' ');
const says = (sentence: string): void => {
  assert.ok(readme.includes(sentence), `README does not say: ${sentence}`);
};
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('what the README says', () => {
  it('of the resolution paradox', () => {
    const { base, pair256, changes } = study.ladder;
    const accumulated = changes.find(({ name }) => name === 'accumulation')!;
    says(
      `scores ${base.soft.toFixed(2)} at 512² and ${pair256.soft.toFixed(2)} at 256² (soft Jaccard, as published)`,
    );
    says(`accumulation, the main recommendation, brings ${accumulated.soft.toFixed(2)} at equal cost`);
  });

  it('of the masks', () => {
    const stray = photographs.filter(({ verdict }) => verdict !== 'aligned').length;
    const ceiling = mean(photographs.flatMap(({ ceiling: one }) => one ?? []));
    says(`${stray} of ${photographs.length} masks do not lie on their beads`);
    says(`would score about ${ceiling.toFixed(2)} against them`);
  });

  it('of the recipe best', () => {
    const { given, audited, f1, slides } = study.at512!;
    says(`On ${slides} slides it has never seen it scores ${given.toFixed(2)}`);
    says(`and ${audited.toFixed(2)} against audited ones; detection F1 is ${f1.toFixed(2)}`);
  });

  it('of luck', () => {
    const scores = recordedStudy('published-search', root).records.map(({ summary }) =>
      Number(summary.best_val_jacard),
    );
    const { n, best, expectedBest } = bestOfN(scores, { goal: 'maximize' });
    says(`The best of ${n} configurations (${best!.toFixed(4)})`);
    says(`${n} equal tries would give ${expectedBest!.toFixed(4)}`);
  });

  it('of the focal loss', () => {
    const { amplification } = pixelInfluence(publishedPixelClasses).classes.at(-1)!;
    says(`Focal loss does not amplify boundaries ${Math.round(amplification)} times`);
  });

  it('of files: every picture and link is there, and every notebook is listed', () => {
    const text = readFileSync(join(root, 'README.md'), 'utf8');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map(
      ([, link, source]) => link ?? source!,
    );
    const missing = links.filter(
      (link) =>
        !/^(?:https:|#)/.test(link) && !existsSync(resolve(root, decodeURI(link.replace(/#.*$/, '')))),
    );
    assert.deepEqual(missing, []);
    for (const path of notebookPaths(root)) says(`](${path.slice(root.length + 1)})`);
    assert.deepEqual(
      readdirSync(join(root, 'notebooks/pictures')).filter(
        (file) => file.endsWith('.png') && !text.includes(file),
      ),
      [],
    );
  });

  it('of figures: its pictures are drawn from what data/ holds', async () => {
    const made = JSON.parse(readFileSync(join(root, 'test/readme/pictures.json'), 'utf8')) as unknown;
    const now = (await readmeFigures()).map((figure) => [figure.name, digestOf(snapshotText(figure))]);
    assert.deepEqual(made, Object.fromEntries(now), 'draw them again: node test/readme/render.mjs');
  });

  it('of its version, as CITATION.cff and CHANGELOG have it', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    assert.match(readFileSync(join(root, 'CITATION.cff'), 'utf8'), new RegExp(`^version: ${version}$`, 'm'));
    assert.match(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), new RegExp(`^## ${version} `, 'm'));
    says(`version ${version}`);
  });
});
