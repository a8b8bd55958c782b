import type { Model } from '../../models';
import { preparationText, type NetworkFile } from '../../prediction';
import { writeNetwork } from '../graph/write-network';
import { encodeOnnx } from './onnx-message';
import { OnnxWriter, OPSET } from './onnx-writer';

export interface OnnxOptions {
  /**
   * Of the network's weights and features; default `float32`. `float16` halves the file, and computes in half precision
   * where the hardware does; input, preparation and output stay float32.
   */
  readonly precision?: 'float32' | 'float16';
}

/**
 * The network as the bytes of an `.onnx` file, its preparation inside: `image`, raw intensities `[batch, channels, height,
 * width]` float32 with 1 to 4 channels (grey, grey and alpha, RGB, RGBA), to `probability`, `[batch, 1, height, width]`.
 * Threshold, objects and the rest of the network file are in the metadata. The mean over symmetries is not in the graph.
 */
export function toOnnx(
  model: Model,
  description: NetworkFile,
  { precision = 'float32' }: OnnxOptions = {},
): Uint8Array {
  const g = new OnnxWriter();
  const { preparation, name } = description;
  const [raw, image] = g.input(
    'image',
    'float32',
    ['batch', 'channels', 'height', 'width'],
    `intensities as they stand in the file: ${preparationText(preparation)}; 1 to 4 channels`,
  );
  const result = writeNetwork(g, raw, model, preparation, precision);
  const shape = ['batch', 1, 'height', 'width'];
  const probability = g.result('probability', result, shape, 'of foreground, in [0, 1]');
  return encodeOnnx({
    name: name.replace(/\W+/g, '_'),
    description: `${name}: ${model.name} of unetlab, ${precision}`,
    version: String(description.format),
    opset: OPSET,
    ...g.needed([probability.name]),
    inputs: [image],
    outputs: [probability],
    metadata: onnxMetadata(description),
  });
}

function onnxMetadata(description: NetworkFile): Record<string, string> {
  const { prediction, objects, licence, masks } = description;
  return {
    unetlab: JSON.stringify(description),
    threshold: String(prediction.threshold),
    masks,
    ...(objects && { objects: JSON.stringify(objects) }),
    ...(licence !== undefined && { licence }),
  };
}
