import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { LabServer } from './server';

/** An output as the notebook's file would keep it. */
export interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string;
  readonly ename?: string;
  readonly evalue?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A code cell; `count` is the number in its brackets, null while it runs and after it failed. */
export interface CodeCell {
  readonly source: string;
  readonly count: number | null;
  readonly outputs: readonly Output[];
}

const notebook = 'window.jupyterapp.shell.currentWidget';

/** One window of JupyterLab with a notebook open. */
export class LabPage {
  /** What the page asked of other machines (which it does not get) and what went wrong in its scripts. */
  readonly elsewhere: string[] = [];
  readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly server: LabServer,
  ) {}

  static async make(browser: Browser, server: LabServer): Promise<LabPage> {
    const context = await browser.newContext({ viewport: { width: 1300, height: 900 } });
    const page = await context.newPage();
    const lab = new LabPage(page, server);
    page.on('pageerror', (error) => lab.errors.push(error.message));
    page.on('dialog', (dialog) => void dialog.accept());
    await context.route('**', (route) => {
      const url = new URL(route.request().url());
      if (url.hostname === '127.0.0.1' || !/^https?:$/.test(url.protocol)) return route.continue();
      lab.elsewhere.push(url.href);
      return route.abort();
    });
    return lab;
  }

  /** Opens a file below the checkout, or what JupyterLab opens by itself, and waits for its kernel. */
  async open(path: string | null): Promise<void> {
    await this.page.goto(path === null ? this.server.url : this.server.urlOf(path));
    await this.kernelIdle();
  }

  async kernelIdle(): Promise<void> {
    await this.page.waitForFunction(
      `window.jupyterapp?.shell?.currentWidget?.context?.isReady && ${notebook}.sessionContext?.session?.kernel?.status === 'idle'`,
      null,
      { timeout: 120_000 },
    );
  }

  /** Name of the open file's tab and of its kernel. */
  title(): Promise<{ tab: string; kernel: string }> {
    return this.page.evaluate(
      `({ tab: ${notebook}.title.label, kernel: ${notebook}.sessionContext.kernelDisplayName })`,
    );
  }

  /** A command of JupyterLab's menus, by its id. Resolves with what it returns, when it has ended. */
  command(id: string): Promise<unknown> {
    return this.page.evaluate(`window.jupyterapp.commands.execute(${JSON.stringify(id)})`);
  }

  /** Runs all cells from the menu's command and waits for the last one. */
  async runAll(): Promise<void> {
    await this.command('notebook:run-all-cells');
    await this.kernelIdle();
  }

  codeCells(): Promise<CodeCell[]> {
    return this.page.evaluate(
      `${notebook}.content.widgets.filter(({ model }) => model.type === 'code').map(({ model }) => ({
        source: model.sharedModel.source,
        count: model.executionCount,
        outputs: model.outputs.toJSON(),
      }))`,
    );
  }

  /** The window as wide as given and as high as all that the notebook shows, kept as `<folder>/<name>.png`. */
  async picture(folder: string, name: string, width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: 900 });
    await this.page.waitForTimeout(300);
    const shown = `${notebook}.content.viewportNode ?? ${notebook}.content.node`;
    const height = await this.page.evaluate<number>(`(${shown}).scrollHeight`);
    await this.page.setViewportSize({ width, height: Math.min(16_000, height + 200) });
    await this.page.waitForTimeout(700);
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  /** What stands out of its cell's output: figures, pictures and tables that are wider, by what they are. */
  tooWide(): Promise<string[]> {
    return this.page
      .evaluate(`[...${notebook}.content.node.querySelectorAll('.jp-OutputArea-output')].flatMap((output) => {
      const { right } = output.getBoundingClientRect();
      return [...output.querySelectorAll('img, svg, canvas, table, .plot-container, .jp-RenderedMarkdown')]
        .filter((element) => element.getBoundingClientRect().right > right + 1)
        .map((element) => [element.tagName, element.className.baseVal ?? element.className,
          Math.round(element.getBoundingClientRect().width), 'in', Math.round(output.clientWidth)].join(' '));
    })`);
  }

  /** Ends the kernel and the window. */
  async close(): Promise<void> {
    await this.page.evaluate(`${notebook}?.sessionContext?.shutdown()`).catch(() => undefined);
    await this.page.context().close();
  }
}
