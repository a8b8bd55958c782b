// node peak.mjs: the fastest that a 3 × 3 convolution of 64 channels runs here in a graph, GFLOP/s, as one JSON line
import { Program, tf } from 'unetlab/backend';

const size = 128;
const best = (precision) => {
  const program = new Program({ variables: [], precision });
  const count = 8; // convolutions in a row, so that casts at the border weigh little
  const chain = program.define('chain', ({ x, w }) => {
    let y = x;
    for (let i = 0; i < count; i += 1) y = tf.conv2d(y, w, 1, 'same');
    return { y: tf.slice(y, [0, 0, 0, 0], [1, 1, 1, 1]) };
  });
  const x = tf.randomUniform([2, size, size, 64]);
  const w = tf.randomNormal([3, 3, 64, 64], 0, 0.05);
  let fastest = Infinity;
  for (let i = 0; i < 8; i += 1) {
    const start = performance.now();
    tf.tidy(() => chain({ x, w }).y.dataSync());
    if (i > 1) fastest = Math.min(fastest, performance.now() - start);
  }
  program.dispose();
  return (2 * count * 2 * size * size * 64 * 64 * 9) / (fastest * 1e6);
};
console.log(JSON.stringify({ float32: best('float32'), bfloat16: best('bfloat16') }));
