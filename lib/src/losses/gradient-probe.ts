import type { Tensor, Tensor4D, Variable } from '@tensorflow/tfjs';
import { Program, tf, type CompiledFunction } from '../backend';
import type { Batch } from '../types';
import { sigmoid } from './closed-form/closed-form';
import type { Loss } from './loss';

/** What the probe needs of a model; every model of `unetlab/models` has it. */
export interface ProbedModel {
  forward(
    images: Tensor4D,
    mode: { readonly training: boolean },
  ): readonly [logits: Tensor4D, ...coarser: Tensor4D[]];
  readonly parameters: {
    readonly all: readonly { readonly variable: Variable; readonly trainable: boolean }[];
  };
}

/** Gradients of one batch at the model's present weights. */
export interface ProbedGradients {
  /** z of each pixel, image after image. */
  readonly logits: Float32Array;
  /** p = σ(z) of each pixel. */
  readonly probability: Float32Array;
  /** Value of each term of the loss, without its weight. */
  readonly terms: readonly number[];
  /** ∂ term / ∂z of each pixel, without the term's weight. */
  readonly byLogit: readonly Float32Array[];
  /**
   * Inner products of gradients by the network's weights. Entry `t · classes + c` of rows and columns is the part of
   * term t (without its weight) that flows through the pixels of class c; the parts of a term add up to its gradient.
   */
  readonly products: readonly (readonly number[])[];
}

/**
 * Measures where a loss pulls: the gradient of every pixel's logit, and how much of the gradient by the network's weights
 * comes through each class of pixels. Nothing is trained. The forward pass is that of inference (no dropout, moving
 * statistics). Compiled once for a batch shape; {@link dispose} it after use.
 */
export class GradientProbe {
  private readonly program: Program;
  private readonly slopes: CompiledFunction<
    { images: Tensor4D; masks: Tensor4D; counted?: Tensor4D },
    { logits: Tensor; terms: Tensor; byLogit: Tensor }
  >;
  private readonly pull: CompiledFunction<{ images: Tensor4D; upstream: Tensor4D }, { gradient: Tensor }>;

  /** @param loss terms that need distance maps cannot be probed */
  constructor(
    model: ProbedModel,
    private readonly loss: Loss,
  ) {
    const needy = loss.terms.find((term) => term.needsDistance);
    if (needy) throw new Error(`the term ${needy.name} needs distance maps; a probe has none`);
    this.program = new Program({ variables: model.parameters.all.map(({ variable }) => variable) });
    const trainable = model.parameters.all.filter((p) => p.trainable).map(({ variable }) => variable);
    this.slopes = this.program.define('slopes', ({ images, masks, counted }) => {
      const logits = model.forward(images, { training: false })[0];
      const each = loss.terms.map((term) =>
        tf.valueAndGrad((z: Tensor) =>
          term.value({ truth: masks, logits: z as Tensor4D, ...(counted && { counted }) }),
        )(logits),
      );
      return {
        logits: logits.clone(),
        terms: tf.stack(each.map(({ value }) => value)),
        byLogit: tf.stack(each.map(({ grad }) => grad)),
      };
    });
    this.pull = this.program.define('pull', ({ images, upstream }) => {
      const { grads } = tf.variableGrads(
        () => model.forward(images, { training: false })[0].mul(upstream).sum(),
        trainable,
      );
      return { gradient: tf.concat(Object.values(grads).map((gradient) => gradient.flatten())) };
    });
  }

  /**
   * @param classOf class of each pixel, image after image
   * @param classes number of classes; `classOf` is below it
   */
  measure(batch: Batch, classOf: ArrayLike<number>, classes: number): ProbedGradients {
    const [n, height, width] = batch.shape;
    const shape: [number, number, number, number] = [n, height, width, 1];
    if (classOf.length !== n * height * width)
      throw new RangeError(
        `invalid classOf: ${classOf.length} values for ${n} images of ${height} × ${width}; one a pixel is needed`,
      );
    this.program.push(); // the model may have been trained since the last time
    const images = tf.tensor4d(batch.images, [...batch.shape]);
    const masks = tf.tensor4d(batch.masks, shape);
    const counted = batch.counted && { counted: tf.tensor4d(batch.counted, shape) };
    const found = this.slopes({ images, masks, ...counted });
    const pixels = n * height * width;
    const all = found.byLogit.dataSync();
    const byLogit = this.loss.terms.map((_, t) => Float32Array.from(all.slice(t * pixels, (t + 1) * pixels)));
    const parts = byLogit.flatMap((slope) =>
      Array.from({ length: classes }, (_, c) => {
        const upstream = tf.tensor4d(
          slope.map((value, i) => (classOf[i] === c ? value : 0)),
          shape,
        );
        const { gradient } = this.pull({ images, upstream });
        const values = Float32Array.from(gradient.dataSync());
        tf.dispose([upstream, gradient]);
        return values;
      }),
    );
    const logits = Float32Array.from(found.logits.dataSync());
    const result = {
      logits,
      probability: logits.map(sigmoid),
      terms: Array.from(found.terms.dataSync()),
      byLogit,
      products: parts.map((a) => parts.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0))),
    };
    tf.dispose([images, masks, found, counted ?? []]);
    return result;
  }

  dispose(): void {
    this.program.dispose();
  }
}
