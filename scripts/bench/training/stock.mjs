// node stock.mjs <size> <batch> <filters> <steps>: TensorFlow.js as its documentation says, tf.layers and trainOnBatch
import { createRequire } from 'node:module';
process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu');

const [size, batch, filters, count] = process.argv.slice(2, 6).map(Number);
const { conv2d, conv2dTranspose, batchNormalization, reLU, maxPooling2d, concatenate } = tf.layers;
const block = (x, n) => {
  for (let i = 0; i < 2; i += 1) {
    x = conv2d({ filters: n, kernelSize: 3, padding: 'same', useBias: false }).apply(x);
    x = reLU().apply(batchNormalization().apply(x));
  }
  return x;
};
const input = tf.input({ shape: [size, size, 1] });
const skips = [];
let x = input;
for (let level = 0; level < 4; level += 1) {
  x = block(x, filters << level);
  skips.push(x);
  x = maxPooling2d({ poolSize: 2 }).apply(x);
}
x = block(x, filters << 4);
for (let level = 3; level >= 0; level -= 1) {
  x = conv2dTranspose({ filters: filters << level, kernelSize: 2, strides: 2, padding: 'same' }).apply(x);
  x = block(concatenate().apply([skips[level], x]), filters << level);
}
const model = tf.model({
  inputs: input,
  outputs: conv2d({ filters: 1, kernelSize: 1, activation: 'sigmoid' }).apply(x),
});
const dice = (y, p) =>
  tf.tidy(() =>
    tf.sub(1, tf.div(tf.add(tf.mul(2, tf.sum(tf.mul(y, p))), 1), tf.add(tf.add(tf.sum(y), tf.sum(p)), 1))),
  );
model.compile({ optimizer: tf.train.adam(1e-4), loss: dice });
const images = tf.randomUniform([batch, size, size, 1]);
const masks = tf.cast(tf.less(tf.randomUniform([batch, size, size, 1]), 0.1), 'float32');
const times = [];
const losses = [];
for (let i = 0; i < count; i += 1) {
  const start = performance.now();
  losses.push(await model.trainOnBatch(images, masks));
  times.push(performance.now() - start);
}
console.log(JSON.stringify({ times, losses, peakMb: process.resourceUsage().maxRSS / 1024 }));
