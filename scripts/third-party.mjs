// Writes THIRD_PARTY.md: every package that runs with the library, with its licence.
//   npm run third-party              writes it
//   npm run third-party -- --check   says whether it names exactly the packages of the locks
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './setup/checkout.mjs';
import { lockedNodePackages, nodePackages } from './third-party/node-packages.mjs';
import { lockedPythonPackages, pythonPackages } from './third-party/python-packages.mjs';

const file = inRoot('THIRD_PARTY.md');
if (process.argv.includes('--check')) process.exitCode = check();
else write();

function check() {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const named = new Set(
    [...text.matchAll(/^\| (\S+) +\| (\S+) +\|/gm)].map(([, ...parts]) => parts.join(' ')),
  );
  const locked = new Set(
    [...lockedNodePackages(), ...lockedPythonPackages()].map(({ name, version }) => `${name} ${version}`),
  );
  const missing = [...locked].filter((one) => !named.has(one));
  const more = [...named].filter((one) => !locked.has(one) && /\d/.test(one.split(' ')[1]));
  if (missing.length + more.length === 0) return 0;
  if (missing.length > 0) console.error(`THIRD_PARTY.md does not name ${missing.join(', ')}`);
  if (more.length > 0) console.error(`THIRD_PARTY.md names what is not used: ${more.join(', ')}`);
  console.error('write it anew: npm run third-party');
  return 1;
}

function write() {
  const once = (rows) => [...new Map(rows.map((row) => [`${row.name} ${row.version}`, row])).values()];
  const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1);
  const node = once(nodePackages()).sort(byName);
  const python = once(pythonPackages()).sort(byName);
  writeFileSync(
    file,
    `# Third-party packages

Written by \`npm run third-party\` from package-lock.json and scripts/setup/locks. None of these packages is part of this
repository: set-up takes them from their registries, each with the licence text that its authors put into it. For Node
packages the path of the text is given; Python packages keep theirs in \`.venv/lib/python3.*/site-packages/NAME-VERSION.dist-info\`.
A dash means that the package names none, or that it is for another machine (the nvidia packages come with
\`UNETLAB_TENSORFLOW=gpu\` alone, under licences of NVIDIA's own).

Pages and exports that the collection writes hold plotly.js (MIT) and onnxruntime-web (MIT), with the notices in their files.

## Licences

${counted([...node, ...python])}

## Node, ${node.length} packages

${table(
  ['package', 'version', 'licence', 'text'],
  node.map(({ name, version, licence, text }) => [name, version, licence, text]),
)}

## Python, ${python.length} packages

${table(
  ['package', 'version', 'licence'],
  python.map(({ name, version, licence }) => [name, version, licence]),
)}
`,
  );
  console.log(`THIRD_PARTY.md: ${node.length} Node and ${python.length} Python packages`);
}

function counted(rows) {
  const counts = new Map();
  for (const { licence } of rows) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return sorted.map(([licence, n]) => `- ${licence}: ${n}`).join('\n');
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
