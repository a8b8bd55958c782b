import type { Side } from './join-pairs';
import { folderOf } from './names';
import { isPart, roleOf } from './roles';

/** A folder that holds images, masks, or does not say which, with all pictures below it. */
export interface RoleFolder {
  readonly path: string;
  readonly parent: string;
  /** What its name says beside the role: `train` of `train_masks`. */
  readonly rest: string;
  readonly files: readonly Side[];
}

export interface RoleFolders {
  readonly images: readonly RoleFolder[];
  readonly masks: readonly RoleFolder[];
  readonly plain: readonly RoleFolder[];
}

/** Sorts pictures by the folder of their path that says what they are: the deepest one that says nothing else, if any. */
export function roleFolders(pictures: readonly string[]): RoleFolders {
  const found = {
    images: new Map<string, Building>(),
    masks: new Map<string, Building>(),
    plain: new Map<string, Building>(),
  };
  for (const file of pictures) {
    const folder = folderOf(file);
    const parts = folder === '' ? [] : folder.split('/');
    const roles = parts.map(roleOf);
    const pure = roles
      .map(({ role, rest }) => role !== null && (rest === '' || isPart(rest)))
      .lastIndexOf(true);
    const at = pure >= 0 ? pure : roles.map(({ role }) => role !== null).lastIndexOf(true);
    const path = at < 0 ? folder : parts.slice(0, at + 1).join('/');
    const kind = at < 0 ? 'plain' : roles[at]!.role!;
    const entry = found[kind].get(path) ?? {
      path,
      parent: at < 0 ? folderOf(path) : parts.slice(0, at).join('/'),
      rest: at < 0 ? '' : roles[at]!.rest,
      files: [],
    };
    entry.files.push({ file, sub: at < 0 ? '' : parts.slice(at + 1).join('/') });
    found[kind].set(path, entry);
  }
  return {
    images: [...found.images.values()],
    masks: [...found.masks.values()],
    plain: [...found.plain.values()],
  };
}

interface Building extends RoleFolder {
  readonly files: Side[];
}
