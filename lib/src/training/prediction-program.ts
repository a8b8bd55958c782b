import type { Tensor4D } from '@tensorflow/tfjs';
import { Program, tf, type CompiledFunction } from '../backend';
import type { Batch } from '../types';
import type { TrainingConfig } from './config';
import type { TrainableModel } from './contract';

/** A network compiled for prediction, with a copy of its weights: nothing of a training, no state of gradients. */
export class PredictionProgram {
  private readonly program: Program;
  private readonly network: ReturnType<NonNullable<TrainableModel['inference']>> | null;
  private readonly predictBatch: CompiledFunction<{ images: Tensor4D }, { probability: Tensor4D }>;

  constructor(model: TrainableModel, { precision, mode }: Pick<TrainingConfig, 'precision' | 'mode'>) {
    const network = model.inference?.(precision) ?? null;
    this.network = network;
    const variables = network?.variables ?? model.parameters.all.map(({ variable }) => variable);
    this.program = new Program({ variables, precision, mode, inference: true });
    this.predictBatch = this.program.define('predict', ({ images }) => ({
      probability: tf.sigmoid(
        network ? network.forward(images) : model.forward(images, { training: false })[0],
      ),
    }));
  }

  /** Probability of foreground in [0, 1], image after image, row by row. */
  predict(images: Batch['images'], shape: Batch['shape']): Float32Array {
    const tensor = tf.tensor4d(images, [...shape]);
    const { probability } = this.predictBatch({ images: tensor });
    const values = probability.dataSync<'float32'>();
    tf.dispose([tensor, probability]);
    return values;
  }

  /** Ends the session. */
  dispose(): void {
    this.program.dispose();
    this.network?.dispose();
  }
}
