import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { stringify } from 'yaml';
import { encodePng } from '../data';
import type { Model } from '../models';
import {
  describeNetwork,
  predictPicture,
  preparationText,
  type NetworkFile,
  type RawPicture,
} from '../prediction';
import { examplePicture } from './example-picture';
import { encodeNpy } from './npy';
import { OPSET } from './onnx/onnx-writer';
import { toOnnx } from './onnx/to-onnx';

export interface BioimageOptions {
  /** Who answers for the network: full names. */
  readonly authors: readonly string[];
  /** SPDX identifier; default the network file's. */
  readonly licence?: string;
  /** Shown on the cover and kept as the test; default drawn beads. */
  readonly picture?: RawPicture;
}

/** Version of the model description that the package follows. */
const SPECIFICATION = '0.5.4';
const KINDS = {
  unet: 'U-Net',
  'attention-unet': 'attention U-Net',
  'attention-resunet': 'attention U-Net with residual blocks',
  'residual-unet': 'residual U-Net',
  'unet++': 'U-Net++',
  'trans-unet': 'U-Net with a transformer',
} as const;

/**
 * The network as a package for bioimage.io (Fiji, ilastik, QuPath and others): description, ONNX weights with the
 * preparation inside, a test picture with what this network says of it, cover and README, as the bytes of a `.zip`.
 *
 * @param path of the network file, for the README
 * @throws Error where no licence or author is named
 */
export async function toBioimagePackage(
  path: string,
  model: Model,
  description: NetworkFile,
  options: BioimageOptions,
): Promise<Uint8Array> {
  const { authors, licence = description.licence, picture = examplePicture(description) } = options;
  if (authors.length === 0)
    throw new Error('a bioimage.io package names its authors: --author "First Last", several with commas');
  if (licence === undefined)
    throw new Error('a bioimage.io package needs a licence, and the network has none: --licence CC-BY-4.0');
  if (picture.channels !== description.preparation.channels)
    throw new Error(
      `invalid --picture: it has ${picture.channels} channels; allowed: ${description.preparation.channels}`,
    );
  const probability = predictPicture(model, picture, description, { symmetries: false });
  const files: Record<string, Uint8Array> = {
    'weights.onnx': toOnnx(model, description),
    'test_input.npy': encodeNpy(planes(picture), [1, picture.channels, picture.height, picture.width]),
    'test_output.npy': encodeNpy(probability, [1, 1, picture.height, picture.width]),
    'cover.png': await cover(picture, probability, description),
    'README.md': Buffer.from(readme(path, description)),
  };
  const yaml = stringify(fields(description, files, authors, licence), { lineWidth: 0 });
  return zipSync({ 'rdf.yaml': Buffer.from(yaml), ...files }, { level: 6 });
}

function fields(
  { name, architecture, preparation, origin, masks }: NetworkFile,
  files: Readonly<Record<string, Uint8Array>>,
  authors: readonly string[],
  licence: string,
): object {
  const source = (file: string): object => ({
    source: file,
    sha256: createHash('sha256').update(files[file]!).digest('hex'),
  });
  const { channels, size } = preparation;
  const least = size.kind === 'native' ? 16 : 8;
  const sameAs = (axis: 'y' | 'x'): object => ({
    type: 'space',
    id: axis,
    size: { tensor_id: 'image', axis_id: axis },
  });
  return {
    type: 'model',
    format_version: SPECIFICATION,
    name: spelled(name),
    description: `${KINDS[architecture]} that finds foreground (${masks}). Takes ${preparationText(preparation)}.`,
    authors: authors.map((author) => ({ name: author })),
    cite: [
      {
        text: 'Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation. MICCAI 2015.',
        doi: '10.1007/978-3-319-24574-4_28',
      },
    ],
    license: licence,
    documentation: 'README.md',
    covers: ['cover.png'],
    tags: ['semantic-segmentation', architecture.replace(/\W/g, '-'), '2d', 'unetlab'],
    timestamp: origin.created,
    inputs: [
      {
        id: 'image',
        description: 'intensities as they stand in the file; scaling is part of the network',
        axes: [
          { type: 'batch' },
          {
            type: 'channel',
            id: 'channel',
            channel_names: channels === 1 ? ['intensity'] : ['red', 'green', 'blue'],
          },
          { type: 'space', id: 'y', size: { min: least, step: 1 } },
          { type: 'space', id: 'x', size: { min: least, step: 1 } },
        ],
        data: { type: 'float32' },
        test_tensor: source('test_input.npy'),
      },
    ],
    outputs: [
      {
        id: 'probability',
        description: 'probability of foreground',
        axes: [
          { type: 'batch' },
          { type: 'channel', id: 'channel', channel_names: ['foreground'] },
          sameAs('y'),
          sameAs('x'),
        ],
        data: { type: 'float32', range: [0, 1] },
        test_tensor: source('test_output.npy'),
      },
    ],
    weights: { onnx: { ...source('weights.onnx'), opset_version: OPSET } },
  };
}

/** Names hold letters, digits, spaces and a few signs, at least five of them. */
function spelled(name: string): string {
  const plain = name
    .replace(/[^\p{L}\p{N} _+\-()/]/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return plain.length >= 5 ? plain : `${plain} network`.trim();
}

function planes({ height, width, channels, data }: RawPicture): Float32Array {
  const area = height * width;
  return Float32Array.from(
    { length: channels * area },
    (_, i) => data[(i % area) * channels + Math.floor(i / area)]!,
  );
}

/** The picture twice, side by side: as it is, and with its foreground in orange. */
async function cover(
  { height, width, channels, data }: RawPicture,
  probability: Float32Array,
  { preparation, prediction }: NetworkFile,
): Promise<Uint8Array> {
  const { low, high } = preparation.intensity;
  const pixels = new Uint8Array(height * 2 * width * 3);
  for (let i = 0; i < height * width; i += 1) {
    const at = (Math.floor(i / width) * 2 * width + (i % width)) * 3;
    for (let c = 0; c < 3; c += 1) {
      const value = data[i * channels + (channels === 3 ? c : 0)]!;
      const level = Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low))));
      pixels[at + c] = level;
      pixels[at + 3 * width + c] =
        probability[i]! >= prediction.threshold ? Math.round((level + [255, 140, 0][c]! * 2) / 3) : level;
    }
  }
  return encodePng({ height, width: 2 * width, channels: 3, data: pixels });
}

function readme(path: string, { name, prediction }: NetworkFile): string {
  return `# ${name}

${describeNetwork(path)
  .split('\n')
  .map((line) => `- ${line}`)
  .join('\n')}

The input is the picture as it stands in its file: scaling, colour and size are handled inside the network. Any height,
width and batch will do. The output is the probability of foreground; a pixel counts from ${prediction.threshold} on.
${prediction.symmetries ? '\nThe scores are for the mean over the symmetries of an image; this package predicts it once, as it is.\n' : ''}
## Validation

Compare the foreground (probability ${prediction.threshold} or more) with masks of images that the network has not seen, by the Jaccard index:
pixels that both mark, divided by pixels that either marks. The scores above were measured so.
`;
}
