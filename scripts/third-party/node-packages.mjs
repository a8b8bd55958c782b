import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../setup/checkout.mjs';

/** Node packages that run with the library, from the lock: those for development, and for other machines, are left out. */
export function lockedNodePackages() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev, optional, link }]) => path.includes('node_modules/') && !dev && !optional && !link)
    .map(([path, { version, license }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      path,
      license,
    }));
}

/** The same with the name of the licence, as the package itself says it, and where its text lies. */
export const nodePackages = () =>
  lockedNodePackages().map(({ name, version, path, license }) => ({
    name,
    version,
    licence: license ?? ownWord(path) ?? '–',
    text: textOf(path),
  }));

function ownWord(path) {
  const file = inRoot(path, 'package.json');
  if (!existsSync(file)) return null;
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'));
  const words = [license, ...(licenses ?? [])].map((one) => one?.type ?? one).filter((one) => one);
  return words.length === 0 ? null : words.join(' or ');
}

function textOf(path) {
  const folder = inRoot(path);
  if (!existsSync(folder)) return '–';
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file === undefined ? '–' : join(path, file);
}
