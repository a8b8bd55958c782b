/** What a text must not say: where, on what and for whom it was made. */
export interface Person {
  /** The checkout; paths below it become relative. */
  readonly root: string;
  readonly home: string;
  readonly host: string;
  readonly user: string;
  /** Keys and passwords. */
  readonly secrets: readonly string[];
}

/** The text without paths of this machine, its name, its user's name, and keys. */
export function impersonal(text: string, { root, home, host, user, secrets }: Person): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 6) clean = clean.replaceAll(secret, '(secret)');
  clean = clean
    // a key of W&B
    .replace(/\b(?:wandb_v1_[\w-]{20,}|[0-9a-f]{40})\b/g, '(secret)')
    .replaceAll(`${root}/`, '')
    .replaceAll(root, '.');
  if (home.length > 1) clean = clean.replace(new RegExp(`${escaped(home)}(?=/|\\b)`, 'g'), '~');
  for (const [name, word] of [
    [host, 'machine'],
    [user, 'user'],
  ] as const)
    if (name.length >= 3 && !/^(?:localhost|root|user|machine|node)$/.test(name))
      clean = clean.replace(new RegExp('(?<![\\w-])' + escaped(name) + '(?![\\w-])', 'g'), word);
  return clean.replace(/\b[\w.-]+@machine\b/g, 'user@machine');
}

/** What looks like a path of somebody's machine or a key all the same, shortened; empty where there is nothing. */
export function traces(text: string): string[] {
  const found = text.matchAll(
    /(?:(?<![\w./:~-])\/(?:home|Users|root|work|mnt|media|srv|data)\/|[A-Z]:\\+Users\\+)[^\s"'<>)\]]*|\bwandb_v1_[\w-]{20,}|\b[0-9a-f]{40}\b/g,
  );
  return [...new Set([...found].map(([part]) => (part.length > 60 ? `${part.slice(0, 60)}…` : part)))];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
