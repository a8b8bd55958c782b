/** Where two values differ, as `path there, here`. */
export function differences(there: unknown, here: unknown, path = ''): string[] {
  if (isObject(there) && isObject(here)) {
    const keys = new Set([...Object.keys(there), ...Object.keys(here)]);
    return [...keys].flatMap((key) =>
      differences(there[key], here[key], path === '' ? key : `${path}.${key}`),
    );
  }
  const [was, is] = [there, here].map((value) => (value === undefined ? 'nothing' : JSON.stringify(value)));
  return was === is ? [] : [`${path.replace(/^recipe\./, '')} ${was} there, ${is} here`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
