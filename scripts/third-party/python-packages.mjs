import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { environmentProgram } from 'unetlab/notebook';
import { inRoot } from '../setup/checkout.mjs';
import { pythonLocks } from '../setup/python-locks.mjs';

const plain = (name) => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** Python packages of the locks. `lock` is `environment`, `cpu` or `gpu`; what several hold is named once. */
export function lockedPythonPackages() {
  const seen = new Set();
  return Object.entries(pythonLocks).flatMap(([lock, file]) =>
    [...readFileSync(file, 'utf8').matchAll(/^([\w.-]+)==(\S+)/gm)]
      .map(([, name, version]) => ({ name, version, lock }))
      .filter(({ name, version }) => {
        const key = `${name} ${version}`;
        return !seen.has(key) && seen.add(key);
      }),
  );
}

/** The same with the name of the licence, as the package itself says it. Packages for other machines are looked into. */
export function pythonPackages() {
  const where = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  const python = environmentProgram('python', inRoot());
  const site = spawnSync(python, ['-c', where], { encoding: 'utf8' }).stdout.trim();
  const installed = new Map(
    readdirSync(site)
      .map((folder) => /^(.+)-([^-]+)\.dist-info$/.exec(folder))
      .filter((match) => match !== null)
      .map(([folder, name, version]) => [`${plain(name)} ${version}`, `${site}/${folder}/METADATA`]),
  );
  return lockedPythonPackages().map(({ name, version, lock }) => {
    const file = installed.get(`${plain(name)} ${version}`);
    const metadata =
      file !== undefined && existsSync(file)
        ? readFileSync(file, 'utf8')
        : lock === 'gpu'
          ? null
          : fromWheel(name, version);
    return { name, version, licence: metadata === null ? '–' : licenceOf(metadata) };
  });
}

function licenceOf(metadata) {
  const head = metadata.split(/\n\n/)[0];
  const expression = /^License-Expression: (.+)$/m.exec(head)?.[1];
  const classes = [...head.matchAll(/^Classifier: License :: (?:OSI Approved :: )?(.+)$/gm)].map(
    ([, name]) => name,
  );
  const short = /^License: (.{1,60})$/m.exec(head)?.[1];
  return expression ?? (classes.length > 0 ? classes.join(', ') : (short ?? '–'));
}

/** What a package says that is not installed here, out of its wheel. */
function fromWheel(name, version) {
  const folder = inRoot('out', 'third-party');
  mkdirSync(folder, { recursive: true });
  const python = environmentProgram('python', inRoot());
  const found = () =>
    readdirSync(folder).find((file) => {
      const [distribution, release] = file.split('-');
      return plain(distribution) === plain(name) && release === version;
    });
  const ways = [
    ['--python-version', '3.12'],
    ['--python-version', '3.10'],
    ['--python-version', '3.12', '--platform', 'win_amd64'],
    ['--python-version', '3.11', '--platform', 'macosx_12_0_arm64'],
  ];
  for (const way of ways) {
    if (found() !== undefined) break;
    const asked = ['--no-deps', '--only-binary=:all:', '-q', '-d', folder, ...way, `${name}==${version}`];
    spawnSync(python, ['-m', 'pip', 'download', ...asked]);
  }
  const wheel = found();
  if (wheel === undefined) return null;
  const read =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.read(next(n for n in z.namelist() if n.endswith(".dist-info/METADATA"))).decode())';
  return spawnSync(python, ['-c', read, `${folder}/${wheel}`], { encoding: 'utf8' }).stdout;
}
