/**
 * Takes an API key out of texts, in plain and as it stands in the `Authorization` header, so that it reaches no error,
 * log, cache or notebook even where a server or a proxy echoes it.
 */
export function hideKey(apiKey: string | null): (text: string) => string {
  if (apiKey === null || apiKey.length < 4) return (text) => text;
  const spellings = new Set([
    basicCredentials(apiKey),
    Buffer.from(apiKey).toString('base64').replace(/=+$/, ''),
    encodeURIComponent(apiKey),
    apiKey,
  ]);
  return (text) =>
    [...spellings].reduce((rest, key) => (rest.includes(key) ? rest.split(key).join('***') : rest), text);
}

/** What follows `Basic ` in the header. */
export function basicCredentials(apiKey: string): string {
  return Buffer.from(`api:${apiKey}`).toString('base64');
}
