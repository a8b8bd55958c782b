import { createHash } from 'node:crypto';

/**
 * The Content-Security-Policy of a page as a `meta` element, to stand before anything else of its head. The page loads nothing
 * but pictures beside it or inside it, sends nothing, and runs no script but those that are given, letter by letter.
 *
 * @param scripts texts of the page's own inline scripts
 * @param beside whether scripts and styles may lie in files beside the page; then none within it runs
 */
export function pagePolicy({
  scripts = [],
  beside = false,
}: { readonly scripts?: readonly string[]; readonly beside?: boolean } = {}): string {
  const hashes = [...new Set(scripts)].map(
    (script) => `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`,
  );
  const allowed = [...hashes, ...(beside ? ["'self'", 'file:'] : [])];
  const policy = [
    "default-src 'none'",
    // file: is what 'self' is for a page that was opened from the disk
    "img-src 'self' data: file:",
    `style-src 'unsafe-inline'${beside ? " 'self' file:" : ''}`,
    'font-src data:',
    `script-src ${allowed.length === 0 ? "'none'" : allowed.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
}
