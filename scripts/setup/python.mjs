import { spawnSync } from 'node:child_process';
import { which } from './executables.mjs';
import { Problem } from './problem.mjs';

// TensorFlow 2.21 has wheels for these.
const oldest = [3, 10];
const newest = [3, 13];
const range = `${oldest.join('.')} to ${newest.join('.')}`;
const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const fix =
  `Install Python ${range} with its venv module (Debian, Ubuntu: the packages python3 and python3-venv; macOS, Windows: python.org), ` +
  'or name one: PYTHON=/path/to/python3 npm start';

const probe = [
  'import sys, json, platform, struct',
  'missing = [m for m in ("venv", "ensurepip") if __import__("importlib.util").util.find_spec(m) is None]',
  'print(json.dumps([list(sys.version_info[:3]), sys.executable, missing, struct.calcsize("P") * 8]))',
].join('\n');

function ask(program) {
  const { status, stdout } = spawnSync(program, ['-c', probe], { encoding: 'utf8', timeout: 20_000 });
  if (status !== 0) return null;
  try {
    const [version, executable, missing, bits] = JSON.parse(stdout.trim().split('\n').at(-1));
    return { version, executable, missing, bits };
  } catch {
    return null;
  }
}

const compare = ([a, b], [c, d]) => a - c || b - d;

/** Why this Python will not do, or null. */
function unfit({ version, missing, bits }) {
  const text = version.join('.');
  if (compare(version, oldest) < 0) return `is Python ${text}, older than ${oldest.join('.')}`;
  if (compare(version, newest) > 0)
    return `is Python ${text}, for which TensorFlow 2.21 has no wheel (${range})`;
  if (missing.length > 0) return `is Python ${text} without its module ${missing.join(' and ')}`;
  if (bits !== 64) return `is a ${bits}-bit Python`;
  return null;
}

/**
 * A Python that an environment can be made from: `$PYTHON` if it is set (then no other is tried), else the first fit one
 * of python3, python3.13 … python3.10, python on the path.
 * @returns {{executable: string, version: string}}
 */
export function findPython(env = process.env) {
  const asked = env.PYTHON ?? '';
  const rejected = [];
  for (const name of asked === '' ? names : [asked]) {
    const program = which(name, env.PATH ?? '');
    if (program === null) continue;
    const found = ask(program);
    if (found === null) {
      if (asked !== '') rejected.push(`${program} does not run`);
      continue; // a launcher without a version behind it, as pyenv leaves them
    }
    const why = unfit(found);
    if (why === null) return { executable: found.executable, version: found.version.join('.') };
    rejected.push(`${program} ${why}`);
  }
  if (asked !== '' && rejected.length === 0) throw new Problem(`PYTHON=${asked} is not a program.`, fix);
  throw new Problem(
    rejected.length === 0 ? 'Python is not on the path.' : `No fit Python: ${rejected.join('; ')}.`,
    fix,
  );
}
