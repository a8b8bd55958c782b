/** A heading of a page, for its contents. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

/** A stretch of a page that a search can find: what stands below one heading. */
export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly text: string;
}

/** Collects the headings of a page, and the text below each. */
export class Contents {
  private readonly all: (Heading & { readonly listed: boolean })[] = [];
  private readonly texts: { id: string; heading: string; parts: string[] }[] = [];

  /** The headings of the page itself, in order. */
  headings(): Heading[] {
    return this.all.filter(({ listed }) => listed);
  }

  /**
   * Notes a heading and gives it an address that no other of the page has.
   *
   * @param listed false for one within what a cell showed: found by a search, but no heading of the page
   */
  heading(level: number, text: string, listed = true): string {
    const base = slug(text) || 'section';
    const same = this.all.filter(({ id }) => id === base || id.startsWith(`${base}--`)).length;
    const id = same === 0 ? base : `${base}--${same}`;
    this.all.push({ level, text, id, listed });
    this.texts.push({ id, heading: text, parts: [] });
    return id;
  }

  /** Text that stands below the last heading. */
  text(text: string): void {
    if (this.texts.length === 0) this.texts.push({ id: '', heading: '', parts: [] });
    this.texts.at(-1)!.parts.push(text);
  }

  sections(): Section[] {
    return this.texts.map(({ id, heading, parts }) => ({
      id,
      heading,
      text: parts.join(' ').replace(/\s+/g, ' ').trim(),
    }));
  }
}

/** The address of a heading as GitHub makes it: `2.1 Cross-entropy` → `21-cross-entropy`. */
export const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s+/g, '-');
