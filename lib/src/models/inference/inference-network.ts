import type { Tensor4D, Variable } from '@tensorflow/tfjs';
import { tf, type Precision } from '../../backend';
import { centre, mirrorTo } from '../picture-edges';
import type { Architecture, ModelConfig } from '../model';
import type { Parameters } from '../parameters';
import { InferenceLayers } from './inference-layers';
import { InferenceWeights } from './inference-weights';

/**
 * A trained network for prediction alone, with weights of its own: a copy in which normalisation is part of the
 * convolutions. What is trained later does not change it.
 */
export class InferenceNetwork {
  private readonly weights: InferenceWeights;

  /** @param precision that its graph will be computed in */
  constructor(
    parameters: Parameters,
    private readonly config: ModelConfig,
    private readonly architecture: Architecture,
    private readonly precision: Precision,
  ) {
    this.weights = new InferenceWeights(parameters, config.norm);
    const size = 2 ** config.depth;
    tf.tidy(() => {
      this.forward(tf.zeros([1, size, size, config.channels])); // makes the weights
    });
  }

  /** All that {@link forward} reads. */
  get variables(): readonly Variable[] {
    return this.weights.variables;
  }

  /** Logits `[n, h, w, 1]` of images `[n, h, w, channels]` in [0, 1]. */
  forward(x: Tensor4D): Tensor4D {
    const [n, height, width] = x.shape;
    const padded = mirrorTo(x, 2 ** this.config.depth);
    const nn = new InferenceLayers(this.weights, this.config, this.precision);
    const [finest] = this.architecture(nn, nn.picture(centre(padded)), this.config);
    const logits = nn.value(nn.conv('head', finest, 1, { kernel: 1, bias: true }));
    return padded === x ? logits : logits.slice([0, 0, 0, 0], [n, height, width, 1]);
  }

  dispose(): void {
    this.weights.dispose();
  }
}
