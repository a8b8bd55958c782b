/**
 * The TensorFlow wheel for a kind of machine, and the files in it that the addons are linked against; null where there is
 * none of this version. On Linux with x86-64 the wheel without CUDA has a name of its own.
 * @returns {{name: string, libraries: readonly string[]} | null}
 */
export function tensorflowWheel(platform = process.platform, arch = process.arch) {
  const onLinux = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  const onMac = ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'];
  const known = {
    'linux x64': { name: 'tensorflow-cpu', libraries: onLinux },
    'linux arm64': { name: 'tensorflow', libraries: onLinux },
    'darwin arm64': { name: 'tensorflow', libraries: onMac },
  };
  return known[`${platform} ${arch}`] ?? null;
}
