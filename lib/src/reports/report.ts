/** One document of a report. */
export interface ReportDocument {
  /** File name, for example `REPORT.md`. */
  readonly file: string;
  /** Heading, and title of the page. */
  readonly title: string;
  readonly markdown: string;
}

/** A figure as a file, named as the documents link it: `figures/<name>.png`. */
export interface Picture {
  readonly name: string;
  readonly png: Uint8Array;
}

/** Documents with the pictures that they show. */
export interface Report {
  readonly documents: readonly ReportDocument[];
  readonly pictures: readonly Picture[];
}
