import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Written reports (`out/report/*.md` with their pages beside them) as `[title, HTML page]`. */
export function reportPages(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && existsSync(join(folder, file.replace(/\.md$/, '.html'))))
    .sort()
    .map((file) => {
      const title =
        /^#\s+(.+)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1] ?? basename(file, '.md');
      return [title, join(folder, file.replace(/\.md$/, '.html'))];
    });
}
