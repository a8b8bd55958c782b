/** Something that the user has to mend: one line that names it, and one that says how. */
export class Problem extends Error {
  constructor(message, fix) {
    super(message);
    this.fix = fix;
  }
}
