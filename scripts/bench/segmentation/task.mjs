import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes pictures as raw numbers that Node and Python read alike: float32 images, then 8-bit masks, one after the other. */
export function writePictures(folder, name, samples) {
  const file = join(folder, `${name}.raw`);
  const parts = samples.flatMap(({ image, mask }) => [Buffer.from(image.buffer), Buffer.from(mask)]);
  writeFileSync(file, Buffer.concat(parts));
  return { file, count: samples.length, height: samples[0].height, width: samples[0].width };
}

/** The task with its pictures as samples. */
export function readTask(task) {
  return { ...task, train: pictures(task.train, 'train'), heldOut: pictures(task.heldOut, 'held-out') };
}

function pictures({ file, count, height, width }, group) {
  const bytes = readFileSync(file);
  const pixels = height * width;
  return Array.from({ length: count }, (_, i) => {
    const at = i * pixels * 5;
    return {
      id: `${group}_${i}`,
      group,
      height,
      width,
      channels: 1,
      image: new Float32Array(bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + 4 * pixels)),
      mask: Uint8Array.from(bytes.subarray(at + 4 * pixels, at + 5 * pixels)),
    };
  });
}
