import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { tensorflowWheel } from './tensorflow-wheel.mjs';

/** Makes a link at once, in place of what is there. */
export function link(path, target) {
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  symlinkSync(target, draft);
  rmSync(path, { recursive: true, force: true });
  renameSync(draft, path);
}

/**
 * Links the headers and libraries of the TensorFlow in a Python environment into the addon, where it is compiled against them
 * and finds them again.
 *
 * @param addon folder of the addon's package
 * @param tensorflow folder of the Python package
 */
export function linkLibrary(addon, tensorflow) {
  const library = join(addon, 'deps', 'lib');
  mkdirSync(library, { recursive: true });
  link(join(addon, 'deps', 'include'), join(tensorflow, 'include'));
  for (const name of tensorflowWheel().libraries) link(join(library, name), join(tensorflow, name));
  // TensorFlow built for CUDA looks for CUDA's libraries in ../nvidia, beside the place through which it was loaded.
  const cuda = join(tensorflow, '..', 'nvidia');
  if (existsSync(cuda)) link(join(addon, 'deps', 'nvidia'), cuda);
  else rmSync(join(addon, 'deps', 'nvidia'), { force: true });
}
