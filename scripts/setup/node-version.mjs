import { Problem } from './problem.mjs';

/** Throws a {@link Problem} unless `version` (as in `process.version`) is a Node that the library is built for. */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 12)) return;
  throw new Problem(
    `Node ${version} is too old: the library is built for Node 20.12 and later.`,
    'Install a newer Node, for example with `nvm install 24`, and run the same command again.',
  );
}
