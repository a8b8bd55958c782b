import type { Scalar, Tensor1D, Tensor4D, Variable } from '@tensorflow/tfjs';
import type { Precision } from '../backend';

/** What the trainer needs of a model; every model of `unetlab/models` has it. */
export interface TrainableModel {
  readonly name: string;
  readonly config: object;
  /** Logits `[n, h, w, 1]`, then those of coarser levels where the model is deeply supervised. */
  forward(
    images: Tensor4D,
    mode: { readonly training: boolean; readonly seed?: Tensor1D },
  ): readonly [Tensor4D, ...Tensor4D[]];
  /** The network as it is now, for prediction alone. Without it, {@link forward} predicts. */
  inference?(precision: Precision): {
    readonly variables: readonly Variable[];
    /** Logits `[n, h, w, 1]`. */
    forward(images: Tensor4D): Tensor4D;
    dispose(): void;
  };
  /** Starts the last layer where the training masks' foreground share puts it, once, before any training. */
  startHead?(foregroundShare: number): void;
  /** Where it started; null where nobody set it. */
  readonly headStart?: number | null;
  readonly parameters: {
    readonly all: readonly TrainableParameter[];
    readonly count: number;
    values(): Map<string, Float32Array>;
    restore(values: ReadonlyMap<string, Float32Array>): void;
  };
}

export interface TrainableParameter {
  readonly name: string;
  readonly variable: Variable;
  readonly trainable: boolean;
  /** Whether weight decay applies. */
  readonly decay: boolean;
}

/** What the trainer needs of a loss; every loss of `unetlab/losses` has it. */
export interface TrainingLoss {
  readonly name: string;
  readonly weights: readonly number[];
  readonly terms: readonly {
    readonly name: string;
    /** What the term was made with, as plain data: part of what a checkpoint belongs to. */
    readonly options: Readonly<Record<string, number | string | boolean>>;
    readonly needsDistance?: boolean;
    readonly value: (inputs: {
      readonly truth: Tensor4D;
      readonly logits: Tensor4D;
      readonly distance?: Tensor4D;
      readonly counted?: Tensor4D;
    }) => Scalar;
  }[];
}
