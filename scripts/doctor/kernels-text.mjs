/**
 * Which kernels compute, in one line.
 *
 * @param {import('unetlab/backend').OwnOpsDescription} ownOps as `describeBackend` has it
 */
export function kernelsText({ instructions, float32, bfloat16, missing }) {
  if (instructions === null) return `TensorFlow's alone: ${missing}`;
  const counted = [
    [float32, 'float32'],
    [bfloat16, 'bfloat16'],
  ].map(([ops, precision]) => `${ops.length} in ${precision}`);
  return [
    `this library's own ops in ${instructions}, ${counted.join(' and ')}, beside TensorFlow's`,
    ...(missing === null ? [] : [missing]),
  ].join('; ');
}
