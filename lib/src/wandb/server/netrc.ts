/** The password of a machine in a `.netrc`, or null. `default` entries and macros are not used. */
export function findInNetrc(text: string, machine: string): string | null {
  const tokens = text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, ''))
    .join('\n')
    .split(/\s+/)
    .filter((token) => token !== '');
  let current: string | null = null;
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === 'machine') current = tokens[++i] ?? null;
    else if (tokens[i] === 'default') current = null;
    else if (tokens[i] === 'password') {
      const password = tokens[++i] ?? '';
      if (current === machine && password !== '') return password;
    } else if (tokens[i] === 'login' || tokens[i] === 'account') i += 1;
  }
  return null;
}
