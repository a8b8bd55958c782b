// Hands a trained network on to other programs.
//   npm run export -- --model out/net.safetensors --format onnx                    ONNX, preparation inside
//   npm run export -- --model out/net.safetensors --format onnx --precision float16
//   npm run export -- --model out/net.safetensors --format savedmodel              for TensorFlow
//   npm run export -- --model out/net.safetensors --format bioimage --author "First Last" --licence CC-BY-4.0
//   npm run export -- --model out/net.safetensors --format web                     one page for a browser
// --out DIR says where to (default out/export). --picture FILE is the test picture of a bioimage.io package.
import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import sharp from 'sharp';
import { exportFormats, exportNetwork } from 'unetlab/export';
import { describeNetwork, networkFiles } from 'unetlab/prediction';
import { commandLine, stop } from './command-line.mjs';

const { values } = commandLine(import.meta.url, {
  model: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string', default: join('out', 'export') },
  precision: { type: 'string' },
  author: { type: 'string' },
  licence: { type: 'string' },
  picture: { type: 'string' },
});
const { model, format, out, precision, author, licence, picture } = values;
if (model === undefined) stop('--model FILE is missing: a .safetensors file that a training wrote');
if (!exportFormats.includes(format))
  stop(
    `${format === undefined ? '--format is missing' : `invalid --format ${format}`}; allowed: ${exportFormats.join(', ')}`,
  );
if (precision !== undefined && !['float32', 'float16'].includes(precision))
  stop(`invalid --precision ${precision}; allowed: float32, float16`);

try {
  const file = oneNetwork(model);
  console.log(describeNetwork(file));
  const { path, bytes, notices } = await exportNetwork(file, {
    format,
    folder: out,
    ...(precision && { precision }),
    ...(author && { authors: author.split(',').map((name) => name.trim()) }),
    ...(licence && { licence }),
    ...(picture && { picture: await read(picture) }),
  });
  for (const notice of notices) console.log(`note: ${notice}`);
  const shown = relative('', path);
  console.log(`\n${shown.startsWith('..') ? path : shown}  ${(bytes / 1e6).toFixed(1)} MB`);
  if (format === 'web')
    console.log('open it in a browser: a double click will do, and so will any web server');
} catch ({ message }) {
  stop(message);
}

/** The file itself, or the only network of a folder: several are not handed on as one. */
function oneNetwork(path) {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return path;
  const files = networkFiles(path);
  if (files.length > 1)
    stop(
      `${path} holds ${files.length} networks, and one is handed on at a time; name it: --model ${files[0]}`,
    );
  return files[0];
}

async function read(file) {
  if (!existsSync(file)) stop(`--picture ${file}: there is no such file`);
  const image = sharp(file, { failOn: 'error' }).removeAlpha();
  const { depth, channels } = await image.metadata();
  const wide = depth === 'ushort';
  const { data, info } = await image
    .toColourspace(channels <= 2 ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb')
    .raw({ depth: wide ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const pixels = wide ? new Uint16Array(Uint8Array.from(data).buffer) : data;
  return { height: info.height, width: info.width, channels: info.channels, data: pixels };
}
