import { pagePolicy } from '../../text';

/**
 * A page that nbconvert made, closed: without the scripts and styles that it would fetch from elsewhere, and with a policy that
 * lets it load nothing and run nothing. What a notebook shows stands in the page; formulas stay as they are written.
 */
export function closedPage(html: string): string {
  return html
    .replace(/<script\b[^>]*>[\s\S]*?<\/script\s*>/gi, '')
    .replace(/<link\b[^>]*\bhref=["']?(?:https?:)?\/\/[^>]*>/gi, '')
    .replace(/<head\b[^>]*>/i, (head) => `${head}\n${pagePolicy()}`);
}
