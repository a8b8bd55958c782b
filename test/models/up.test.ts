import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Rank, Tensor4D, Variable } from '@tensorflow/tfjs';
import { tf } from 'unetlab/backend';
import { Layers, Parameters } from 'unetlab/models';

it('upsampling is a transposed convolution, values and gradients', () => {
  tf.tidy(() => {
    const parameters = new Parameters(3);
    const nn = new Layers(parameters, { norm: 'none', groups: 1, dropout: 0 }, { training: false });
    const x = tf.randomNormal<Rank.R4>([2, 3, 5, 4], 0, 1, 'float32', 1);
    const slope = tf.randomNormal<Rank.R4>([2, 6, 10, 6], 0, 1, 'float32', 2);
    const kernel = (): Variable<Rank.R4> =>
      parameters.get('up/kernel', [2, 2, 6, 4], 'he') as Variable<Rank.R4>;
    const wanted = (image: Tensor4D): Tensor4D =>
      tf.conv2dTranspose(image, kernel(), [2, 6, 10, 6], 2, 'same');
    const near = (a: Float32Array, b: Float32Array): void => {
      assert.equal(a.length, b.length);
      for (const [i, value] of a.entries()) assert.ok(Math.abs(value - b[i]!) < 1e-4, `${value}, ${b[i]!}`);
    };
    const values = (of: (image: Tensor4D) => Tensor4D): Float32Array => of(x).dataSync<'float32'>();
    const up = (image: Tensor4D): Tensor4D => nn.up('up', image, 6);
    near(values(up), values(wanted));
    const gradient = (of: (image: Tensor4D) => Tensor4D): Float32Array =>
      tf
        .grad((image) =>
          of(image as Tensor4D)
            .mul(slope)
            .sum(),
        )(x)
        .dataSync<'float32'>();
    near(gradient(up), gradient(wanted));
    const kernelGradient = (of: (image: Tensor4D) => Tensor4D): Float32Array =>
      tf.variableGrads(() => of(x).mul(slope).sum(), [kernel()]).grads[kernel().name]!.dataSync<'float32'>();
    near(kernelGradient(up), kernelGradient(wanted));
    parameters.dispose();
  });
});
