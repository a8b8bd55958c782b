import { readFileSync } from 'node:fs';
import { inRoot } from './checkout.mjs';
import { forPip, readEnvironment } from './environment-file.mjs';
import { Problem } from './problem.mjs';

const file = (name) => inRoot('scripts', 'setup', 'locks', `${name}.txt`);

/**
 * Lists of all Python packages with exact versions and the hashes of their files, on all kinds of machines and in all
 * Pythons that set-up takes: what pip installs is what was looked at. `npm run lock` writes them from environment.yml.
 */
export const pythonLocks = {
  environment: file('environment'),
  cpu: file('tensorflow'),
  gpu: file('tensorflow-gpu'),
};

/** What environment.yml asks for, by the lock that has to hold it. */
export function asked(text = readFileSync(inRoot('environment.yml'), 'utf8')) {
  const environment = readEnvironment(text);
  const { fromConda, others, tensorflow } = forPip(environment, 'cpu');
  return {
    environment: [...fromConda, ...others.filter((entry) => !entry.startsWith('./'))],
    cpu: [tensorflow],
    gpu: [forPip(environment, 'gpu').tensorflow.replace('[and-cuda]', '')],
  };
}

/** Throws unless the locks hold what environment.yml asks for, in the same versions. */
export function checkLocks(wanted = asked()) {
  for (const [name, entries] of Object.entries(wanted)) {
    const locked = readFileSync(pythonLocks[name], 'utf8');
    for (const entry of entries)
      if (!new RegExp(`^${entry.replace(/[.]/g, '\\.')}[ \\\\]`, 'm').test(locked))
        throw new Problem(
          `environment.yml asks for ${entry}, which scripts/setup/locks does not hold.`,
          'Write the locks anew with npm run lock.',
        );
  }
}
