import { Problem } from './problem.mjs';

/** Throws a {@link Problem} unless `version` (as in `process.version`) is a Node that the native addon works with. */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major > 20 ? major < 23 : major === 20 && minor >= 12) return;
  const why =
    major >= 23
      ? 'too new: TensorFlow.js for Node 4.22 calls functions that Node 23 removed'
      : 'too old: the library is built for Node 20';
  throw new Problem(
    `Node ${version} is ${why}.`,
    'Install Node 22 or 20 (20.12 or later), for example with `nvm install 22`, and run the same command again.',
  );
}
