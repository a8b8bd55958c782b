import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stop } from '../command-line.mjs';

const home = join('out', 'search');

/** The search folder that a command names, or the one under out/search that changed last. */
export function searchFolder(named) {
  if (named !== undefined) {
    if (existsSync(join(named, 'search.json'))) return named;
    const below = join(home, named);
    if (existsSync(join(below, 'search.json'))) return below;
    stop(
      `${named} holds no search: there is no search.json in it${existing().length > 0 ? `; there are ${existing().join(', ')}` : ''}`,
    );
  }
  const [last] = existing();
  if (last === undefined)
    stop(`no search under ${home} yet; npm run search -- start SPACE.yaml --data DIR begins one`);
  return last;
}

/** Search folders under out/search, the one that changed last first. */
function existing() {
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .map((name) => join(home, name))
    .filter((folder) => existsSync(join(folder, 'search.json')))
    .sort((a, b) => changed(b) - changed(a));
}

function changed(folder) {
  return Math.max(
    ...['search.json', 'events.jsonl', 'records'].map(
      (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    ),
  );
}
