import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Model } from '../models';
import { objectText, preparationText, type NetworkFile, type Preparation } from '../prediction';
import { toOnnx } from './onnx/to-onnx';

/** The page's own parts, and the library's files that tell objects apart, which run in a browser as they are compiled. */
const PARTS = join(__dirname, '..', '..', 'web');
const METRICS = join(__dirname, '..', 'metrics', 'objects');
const OBJECT_FILES = ['components', 'distance', 'split-touching', 'peaks'];

/**
 * One page, as the bytes of an `index.html`, that finds and counts objects in a picture dropped on it. Everything is inside:
 * network, preparation, ONNX Runtime Web. It needs no server and no network connection, and may open none.
 */
export function toWebPage(model: Model, description: NetworkFile): Uint8Array {
  const { name, preparation, prediction, objects, scores, masks, data } = description;
  const runtime = dirname(createRequire(__filename).resolve('onnxruntime-web'));
  const part = (file: string): string => readFileSync(join(PARTS, file), 'utf8');
  const style = part('page.css');
  const scripts = {
    runtime: named(readFileSync(join(runtime, 'ort.wasm.bundle.min.mjs'), 'utf8')),
    objects: objectScript(part('find-objects.js')),
    page: part('page.js'),
  };
  const sum = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = [
    "default-src 'none'",
    `script-src 'wasm-unsafe-eval' ${Object.values(scripts).map(sum).join(' ')}`,
    `style-src ${sum(style)}`,
    "img-src blob: data:; base-uri 'none'; form-action 'none'",
  ].join('; ');
  const counted = objects ? objectText({ ...objects, reason: '' }) : 'connected pieces of the foreground';
  const about = [
    `masks: ${masks}`,
    `takes: ${preparationText(preparation)}`,
    `trained on ${data.name}: ${data.images} images, ${data.groups} groups`,
    ...scores.map(({ objective, value, on }) => `${objective.metric} ${value.toFixed(4)} on ${on}`),
    ...(prediction.symmetries
      ? ['scored as the mean over the symmetries of an image; this page predicts once']
      : []),
    `licence: ${description.licence ?? 'none given'}`,
    ...(description.note ? [description.note] : []),
  ].join('\n');
  const settings = {
    preparation,
    takes: pictureKind(preparation),
    prediction,
    objects,
    objectText: `Counted: ${counted}`,
  };
  const fill: Record<string, string> = {
    ...scripts,
    style,
    policy,
    title: escaped(name),
    summary: 'Finds and counts objects in your picture, in this page.',
    about: escaped(about),
    settings: JSON.stringify(settings).replaceAll('<', '\\u003c'),
    network: base64(toOnnx(model, description)),
    wasm: base64(readFileSync(join(runtime, 'ort-wasm-simd-threaded.wasm'))),
  };
  const page = part('page.html').replace(/\{\{(\w+)\}\}/g, (_, key: string) => fill[key]!);
  return Buffer.from(page);
}

/**
 * The kind of file that the network's levels are of: a browser must not take levels of another kind for them. Where several
 * kinds have these levels, or the file does not say, levels above 255 are those of 16 bits.
 *
 * @throws one line where no picture that a browser reads is of that kind
 */
function pictureKind({ intensity, range }: Preparation): 'uint8' | 'uint16' {
  const kinds = Object.entries(range?.ranges ?? {})
    .filter(([, { low, high }]) => low === intensity.low && high === intensity.high)
    .map(([kind]) => kind);
  const kind = kinds.length === 1 ? kinds[0]! : intensity.high > 255 ? 'uint16' : 'uint8';
  if (kind === 'uint8' || kind === 'uint16') return kind;
  throw new Error(
    `a browser reads pictures of 8 and 16 bits, and this network was trained on ${kind}; --format onnx takes them`,
  );
}

/** The runtime's module with its names made global, so that the page's script finds them without an import by address. */
function named(module: string): string {
  const [, list] = /export\{([^{}]+)\};\s*(?:\/\/[^\n]*\s*)?$/.exec(module) ?? [];
  const fields = ['InferenceSession', 'Tensor', 'env'].map((name) => {
    const [, local] = new RegExp(`(?:^|,)(\\w+) as ${name}(?:,|$)`).exec(list ?? '') ?? [];
    if (local === undefined) throw new Error(`this version of onnxruntime-web exports no ${name}`);
    return `${name}:${local}`;
  });
  return `${module.slice(0, module.lastIndexOf('export{'))}globalThis.ort={${fields.join()}};`;
}

/** One script that leaves `objects` with the functions of `find-objects.js`, over the compiled files of the library. */
function objectScript(source: string): string {
  const files = OBJECT_FILES.map((name) => {
    const code = readFileSync(join(METRICS, `${name}.js`), 'utf8').replace(/\/\/# sourceMappingURL.*/, '');
    return `${JSON.stringify(`./${name}`)}: (exports, require) => {${code}\n}`;
  });
  return `globalThis.objects = (() => {
const files = {${files.join(',\n')}};
const loaded = {};
const require = (name) => {
  if (!loaded[name]) files[name]((loaded[name] = {}), require);
  return loaded[name];
};
const metrics = Object.assign({}, ...Object.keys(files).map(require));
${source.replaceAll(/^export /gm, '')}
return { find, readDeepPng };
})();`;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
