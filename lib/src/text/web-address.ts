/**
 * An address for a link, as text that can stand in Markdown's parentheses and in an attribute of HTML; null for anything but
 * `http:` and `https:`, so that a link never runs a script or opens a file.
 */
export function webAddress(value: string | null): string | null {
  if (value === null || !URL.canParse(value)) return null;
  const { protocol, href } = new URL(value);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  return href.replace(/[()<>"'`\\|\s[\]]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
