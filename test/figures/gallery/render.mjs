// Draws the snapshots of this folder as PNG, those whose snapshot changed: node test/figures/gallery/render.mjs
// Needs .venv with kaleido 0.2.1 and node_modules with plotly.js-dist-min (npm run setup).
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '../../..');
const require = createRequire(import.meta.url);
const lib = join(root, '.venv/lib');
const python = existsSync(lib) ? readdirSync(lib).find((name) => name.startsWith('python')) : undefined;
const kaleido = join(lib, python ?? '', 'site-packages/kaleido/executable/kaleido');
if (python === undefined || !existsSync(kaleido)) {
  console.error(`no kaleido at ${kaleido}; run npm run setup`);
  process.exit(1);
}

const listFile = join(folder, 'pictures.json');
const made = existsSync(listFile) ? JSON.parse(readFileSync(listFile, 'utf8')) : {};
const wanted = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && file !== 'pictures.json')
  .map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
    return { name: file.slice(0, -5), figure: JSON.parse(text), digest };
  });
const names = new Set(wanted.map(({ name }) => name));
for (const file of readdirSync(folder))
  if (file.endsWith('.png') && !names.has(file.slice(0, -4))) rmSync(join(folder, file));

const child = spawn(
  kaleido,
  [
    'plotly',
    `--plotlyjs=${require.resolve('plotly.js-dist-min')}`,
    '--disable-gpu',
    '--allow-file-access-from-files',
    '--no-sandbox',
  ],
  { stdio: ['pipe', 'pipe', 'ignore'] },
);
const waiting = [];
createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line)));
const answer = () => new Promise((resolve) => waiting.push(resolve));
await answer(); // kaleido reports its version

const list = {};
for (const { name, figure, digest } of wanted) {
  const file = join(folder, `${name}.png`);
  list[name] = digest;
  if (made[name] === digest && existsSync(file)) continue;
  const { data, layout, width, height } = figure;
  let png;
  for (const scale of [2, 1]) {
    child.stdin.write(`${JSON.stringify({ data: { data, layout }, format: 'png', width, height, scale })}\n`);
    const { code, message, result } = await answer();
    if (code !== 0) throw new Error(`kaleido could not draw ${name}: ${message}`);
    png = await sharp(Buffer.from(result, 'base64'))
      .png({ palette: true, colours: scale === 2 ? 256 : 64, dither: 0, effort: 10 })
      .toBuffer();
    if (png.length < 100_000) break; // hundreds of crossing lines do not compress: half the size then
  }
  writeFileSync(file, png);
  console.log(`${name}.png  ${Math.round(png.length / 1000)} kB`);
}
child.kill();
writeFileSync(listFile, `${JSON.stringify(list, null, 2)}\n`);
