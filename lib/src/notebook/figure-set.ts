import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileName } from '../text';
import type { Figure } from '../types';
import { outputFolder } from './checkout';
import { show } from './show';

/** The figures of a report, shown one by one where the text speaks of them and kept as pictures for the report. */
export class FigureSet {
  private readonly folder: string;

  /** @param report folder of the report below `out/`; its pictures go to `figures/` in it */
  constructor(
    private readonly figures: readonly Figure[],
    report: string,
  ) {
    this.folder = outputFolder(report, 'figures');
  }

  /** Shows the figure whose name begins so; where there is none, prints why. */
  async show(name: string, otherwise: string): Promise<void> {
    const figure = this.figures.find((one) => one.name.startsWith(name));
    if (figure === undefined) console.log(otherwise);
    else await show(figure, { figuresDir: this.folder });
  }

  /** Shows every figure whose name begins so; where there is none, prints why. */
  async showAll(name: string, otherwise: string): Promise<void> {
    const found = this.figures.filter((one) => one.name.startsWith(name));
    for (const figure of found) await show(figure, { figuresDir: this.folder });
    if (found.length === 0) console.log(otherwise);
  }

  /** Figures whose picture could be kept: without the renderer there is none. */
  kept(): Figure[] {
    return this.figures.filter(({ name }) => existsSync(this.fileOf(name)));
  }

  /** The kept pictures, as `writeReport` takes them. */
  pictures(): { readonly name: string; readonly png: Buffer }[] {
    return this.kept().map(({ name }) => ({ name, png: readFileSync(this.fileOf(name)) }));
  }

  private fileOf(name: string): string {
    return join(this.folder, `${fileName(name)}.png`);
  }
}
