import { basename, dirname, join, resolve } from 'node:path';
import { writeWhole } from '../files';
import { loadNetwork, type RawPicture } from '../prediction';
import { toBioimagePackage } from './bioimage-package';
import { toOnnx } from './onnx/to-onnx';
import { toSavedModel } from './tensorflow/to-saved-model';
import { toWebPage } from './web-page';

export const exportFormats = ['onnx', 'savedmodel', 'bioimage', 'web'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Where the result goes; made where it is missing. */
  readonly folder: string;
  /** Of weights and features, for `onnx` alone; default `float32`. */
  readonly precision?: 'float32' | 'float16';
  /** Of a bioimage.io package. */
  readonly authors?: readonly string[];
  /** Of a bioimage.io package; default the network's own. */
  readonly licence?: string;
  /** The test picture of a bioimage.io package; default drawn beads. */
  readonly picture?: RawPicture;
}

/** What an export wrote. */
export interface Exported {
  /** The file, or for SavedModel and web page the folder, to hand on. */
  readonly path: string;
  readonly bytes: number;
  /** What the receiver must know; one sentence each. */
  readonly notices: readonly string[];
}

/** Writes a network file in a form that other programs take. Each file appears whole or not at all. */
export async function exportNetwork(path: string, options: ExportOptions): Promise<Exported> {
  const { format, folder, precision, authors = [], licence, picture } = options;
  if (precision === 'float16' && format !== 'onnx')
    throw new Error(`invalid --precision float16 for ${format}; allowed: float32; onnx takes both`);
  const { model, description } = loadNetwork(path);
  try {
    const stem = stemOf(path);
    const [name, content] = await (async (): Promise<[string, Uint8Array]> => {
      switch (format) {
        case 'onnx':
          return [`${stem}.onnx`, toOnnx(model, description, { ...(precision && { precision }) })];
        case 'savedmodel':
          return [join(`${stem}-savedmodel`, 'saved_model.pb'), toSavedModel(model, description)];
        case 'web':
          return [join(`${stem}-web`, 'index.html'), toWebPage(model, description)];
        case 'bioimage': {
          const more = { authors, ...(licence !== undefined && { licence }), ...(picture && { picture }) };
          return [`${stem}.bioimage.zip`, await toBioimagePackage(path, model, description, more)];
        }
      }
    })();
    const file = join(folder, name);
    writeWhole(file, content);
    const notices = description.prediction.symmetries
      ? [
          'the network was scored as the mean over the symmetries of an image; what is handed on predicts once',
        ]
      : [];
    return { path: format === 'savedmodel' ? dirname(file) : file, bytes: content.length, notices };
  } finally {
    model.dispose();
  }
}

/** The file's name; of a training's fold, whose networks all have one name, the training's and the fold's. */
function stemOf(path: string): string {
  const stem = basename(path, '.safetensors');
  const fold = dirname(resolve(path));
  return stem === 'network' && /^fold-\d+$/.test(basename(fold))
    ? `${basename(dirname(fold))}-${basename(fold)}`
    : stem;
}
