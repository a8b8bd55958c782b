import { Problem } from './problem.mjs';

/**
 * Reads the form of environment.yml that this project uses: `name`, `channels`, `dependencies` with `name=version`
 * entries and one `pip:` list. It runs before any package is installed, so there is no YAML library to ask; a line that it
 * does not know is an error and never skipped.
 * @returns {{name: string, channels: string[], conda: string[], pip: string[]}}
 */
export function readEnvironment(text, file = 'environment.yml') {
  const environment = { name: '', channels: [], conda: [], pip: [] };
  let list = null;
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.replace(/(^|\s)#.*$/, '').trimEnd();
    if (line.trim() === '') return;
    const key = /^(\w+):\s*(.*)$/.exec(line);
    const item = /^(\s*)- (.+)$/.exec(line);
    if (key !== null && key[1] === 'name' && key[2] !== '') environment.name = key[2];
    else if (key !== null && key[2] === '' && key[1] === 'channels') list = environment.channels;
    else if (key !== null && key[2] === '' && key[1] === 'dependencies') list = environment.conda;
    else if (item !== null && list === environment.conda && item[2] === 'pip:') list = environment.pip;
    else if (item !== null && list !== null && (list === environment.pip) === item[1].length > 2)
      list.push(item[2].trim());
    else
      throw new Problem(
        `${file}, line ${index + 1}: cannot read "${raw}".`,
        'Use the form of the lines around it.',
      );
  });
  return environment;
}

/**
 * The same packages for pip, in three lists.
 *
 * `name=version` becomes `name==version`; Python, pip and the tools of set-up are left out. The TensorFlow wheel stands alone: it is
 * used as a C library, so its Python dependencies are not wanted, but for the GPU build, whose dependencies are CUDA.
 * @param {'cpu' | 'gpu' | 'js'} tensorflow which TensorFlow to install; `js` is none
 */
export function forPip({ conda, pip }, tensorflow) {
  const fromConda = conda
    .filter((entry) => !/^(python|pip)\b/.test(entry) && !isTool(entry))
    .map((entry) => entry.replace(/^([^=<>!]+)=(?!=)/, '$1=='));
  const wheel = pip.find((entry) => /^tensorflow\b/.test(entry)) ?? null;
  const others = pip.filter((entry) => entry !== wheel);
  const chosen =
    wheel === null || tensorflow === 'js'
      ? null
      : tensorflow === 'gpu'
        ? wheel.replace(/^tensorflow(-cpu)?/, 'tensorflow[and-cuda]')
        : wheel;
  return { fromConda, others, tensorflow: chosen };
}

/** What set-up itself needs, so that it is there before. */
const isTool = (entry) => /^(nodejs|cxx-compiler)\b/.test(entry);

/** The environment without its `pip:` part and the tools, for the conda programs. */
export const condaPart = ({ name, channels, conda }) =>
  [
    `name: ${name}`,
    'channels:',
    ...channels.map((c) => `  - ${c}`),
    'dependencies:',
    ...conda.filter((entry) => !isTool(entry)).map((d) => `  - ${d}`),
    '',
  ].join('\n');
