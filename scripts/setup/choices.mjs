import { readStamp } from './stamps.mjs';
import { which } from './executables.mjs';
import { insteadOfNative } from './machine.mjs';
import { Problem } from './problem.mjs';

const allowed = {
  UNETLAB_TENSORFLOW: ['cpu', 'gpu', 'js'],
  UNETLAB_ENVIRONMENT: ['venv', 'conda'],
};

function chosen(env, name) {
  const value = env[name] ?? '';
  if (value === '' || allowed[name].includes(value)) return value === '' ? null : value;
  throw new Problem(
    `${name}=${value} is not known.`,
    `Use one of ${allowed[name].join(', ')}, or leave it out.`,
  );
}

/** The first of conda's programs on the path. */
export const condaProgram = (env = process.env) =>
  ['micromamba', 'mamba', 'conda'].map((name) => which(name, env.PATH ?? '')).find((path) => path !== null) ??
  null;

/**
 * Which TensorFlow (`UNETLAB_TENSORFLOW`: cpu, gpu, or js for none) and which kind of Python environment
 * (`UNETLAB_ENVIRONMENT`: venv or conda). A choice that is not given is the last one made here; at first it is
 * cpu, and conda where one of its programs is on the path. `instead` says in words why it is js where nobody chose that.
 */
export function choices(env = process.env) {
  const last = readStamp('choices');
  const before = last !== null && 'asked' in last ? last.asked : (last?.tensorflow ?? null);
  const asked = chosen(env, 'UNETLAB_TENSORFLOW') ?? before;
  const instead = asked === null ? insteadOfNative(env) : null;
  const environment =
    chosen(env, 'UNETLAB_ENVIRONMENT') ??
    last?.environment ??
    (condaProgram(env) === null ? 'venv' : 'conda');
  return {
    ...{ asked, instead, tensorflow: asked ?? (instead === null ? 'cpu' : 'js') },
    ...{ environment, prefix: environment === 'conda' ? '.conda' : '.venv' },
  };
}
