import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { galleryFigures } from './gallery/figures';
import { digestOf, shortDiff, snapshotText } from './gallery/snapshot';

const folder = join(process.cwd(), 'test/figures/gallery');
const update = process.env.UPDATE_GALLERY === '1';
const figures = galleryFigures();

describe('gallery', () => {
  it('gives every figure a name of its own', () => {
    assert.equal(new Set(figures.map((figure) => figure.name)).size, figures.length);
  });

  for (const figure of figures) {
    const file = join(folder, `${figure.name}.json`);
    it(`draws ${figure.name} as kept`, () => {
      const text = snapshotText(figure);
      if (update) writeFileSync(file, text);
      assert.ok(existsSync(file), `no snapshot ${file}; make it with UPDATE_GALLERY=1 npm test -- gallery`);
      const kept = readFileSync(file, 'utf8');
      assert.ok(
        kept === text,
        `${figure.name} is drawn differently:\n${shortDiff(kept, text)}\nif that is meant: UPDATE_GALLERY=1 npm test -- gallery, then node test/figures/gallery/render.mjs`,
      );
    });

    it(`fits ${figure.name} into a README and states what it shows`, () => {
      assert.ok(figure.width <= 830, `width ${figure.width}`);
      assert.match(figure.name, /^[a-z0-9_]+$/);
      assert.match(figure.description, /\d/);
      assert.doesNotMatch(JSON.stringify(figure.layout) + figure.description, /undefined|NaN|\[object/);
    });
  }

  it('keeps no snapshot of a figure that is gone', () => {
    const names = new Set(figures.map((figure) => `${figure.name}.json`));
    const orphans = readdirSync(folder).filter(
      (file) => file.endsWith('.json') && file !== 'pictures.json' && !names.has(file),
    );
    assert.deepEqual(orphans, []);
  });

  it('has a picture of every snapshot, made from it', () => {
    const pictures = JSON.parse(readFileSync(join(folder, 'pictures.json'), 'utf8')) as Record<
      string,
      string
    >;
    const stale = figures
      .map((figure) => figure.name)
      .filter((name) => {
        const snapshot = join(folder, `${name}.json`);
        return (
          !existsSync(join(folder, `${name}.png`)) ||
          pictures[name] !== digestOf(readFileSync(snapshot, 'utf8'))
        );
      });
    assert.deepEqual(stale, [], 'draw the pictures again: node test/figures/gallery/render.mjs');
  });
});
