// node make-task.mjs <folder> <filters> <height>x<width>…: the network that all contenders load, and the pictures
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from 'unetlab/backend';
import { exportNetwork } from 'unetlab/export';
import { createModel } from 'unetlab/models';
import { saveNetwork } from 'unetlab/prediction';
import { Random } from 'unetlab/random';

const [folder, filters, ...sizes] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const random = new Random(1);
const model = createModel('unet', { baseFilters: Number(filters) });
// Statistics as after a training: a norm that changes nothing would hide a fault.
for (const { name, variable } of model.parameters.all) {
  const draw = /(scale|variance)$/.test(name)
    ? () => 0.5 + random.uniform()
    : /(offset|mean)$/.test(name)
      ? () => 0.2 * random.normal()
      : null;
  if (draw) variable.assign(tf.tensor(Float32Array.from({ length: variable.size }, draw), variable.shape));
}
const path = join(folder, 'network.safetensors');
saveNetwork(path, model, {
  name: 'network',
  preparation: { channels: 1, intensity: { low: 0, high: 1 }, size: { kind: 'native' } },
  prediction: { threshold: 0.5, symmetries: false },
  masks: 'none',
  scores: [],
  data: { name: 'none', hash: 'none', images: 0, groups: 0 },
  origin: { recipe: null, seed: 1, fold: null, created: new Date().toISOString() },
});
await exportNetwork(path, { format: 'onnx', folder });
for (const size of sizes) {
  const [height, width] = size.split('x').map(Number);
  // Smooth spots: what a network sees, rather than noise.
  const image = Float32Array.from({ length: height * width }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return 0.5 + 0.25 * (Math.sin(x / 17) + Math.cos(y / 23)) * Math.sin((x + y) / 41);
  });
  writeFileSync(join(folder, `${size}.f32`), image);
}
