import { DType, encodeSavedModel } from '../../backend';
import type { Model } from '../../models';
import type { NetworkFile } from '../../prediction';
import { writeNetwork } from '../graph/write-network';
import { TensorflowWriter } from './tensorflow-writer';

/**
 * The network as the bytes of a `saved_model.pb`, its preparation inside. The signature `serving_default` takes `image`,
 * raw intensities `[batch, height, width, channels]` float32 with 1 to 4 channels (grey, grey and alpha, RGB, RGBA), and
 * gives `probability`, `[batch, height, width, 1]`. Weights are constants: there is nothing to load beside this file.
 */
export function toSavedModel(model: Model, { preparation }: NetworkFile): Uint8Array {
  const g = new TensorflowWriter();
  const free = [-1, -1, -1, -1];
  const image = g.input('image', 'float32', free);
  const planes = writeNetwork(g, g.transpose(image, [0, 3, 1, 2]), model, preparation);
  const probability = g.result('probability', g.transpose(planes, [0, 2, 3, 1]));
  return encodeSavedModel(g.needed(probability), {
    inputs: { image: { output: image.output, dtype: DType.float32, shape: free } },
    outputs: { probability: { output: probability, dtype: DType.float32, shape: [-1, -1, -1, 1] } },
  });
}
