// Draws the README's pictures from what is recorded in data/: npm run build, then node test/readme/render.mjs
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { figurePng } from 'unetlab/notebook';
import { digestOf, snapshotText } from '../.dist/figures/gallery/snapshot.js';
import { readmeFigures } from '../.dist/readme/pictures.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
process.chdir(root);
const made = {};
for (const figure of await readmeFigures()) {
  const png = await sharp(await figurePng(figure, 2))
    .png({ palette: true, colours: 256, dither: 0, effort: 10 })
    .toBuffer();
  writeFileSync(join(root, 'notebooks/pictures', `${figure.name}.png`), png);
  made[figure.name] = digestOf(snapshotText(figure));
  console.log(`${figure.name}.png  ${Math.round(png.length / 1000)} kB`);
}
writeFileSync(join(root, 'test/readme/pictures.json'), `${JSON.stringify(made, null, 2)}\n`);
process.exit(0);
