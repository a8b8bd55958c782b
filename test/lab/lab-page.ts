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

/** How the kernel answered a request to run a cell. */
export type Reply = 'ok' | 'error' | 'aborted';

const notebook = 'window.jupyterapp.shell.currentWidget';
const panel = `${notebook}.content.node.querySelector('.jp-WindowedPanel-outer')`;

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
    await this.page.evaluate(`(() => {
      window.replies = [];
      ${notebook}.sessionContext.session.kernel.anyMessage.connect((_, { msg }) => {
        if (msg.header.msg_type === 'execute_reply') window.replies.push(msg.content.status);
      });
    })()`);
  }

  /** How the kernel answered all that was run since the last call. A failed cell of this kernel carries no error. */
  replies(): Promise<Reply[]> {
    return this.page.evaluate('window.replies.splice(0)');
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

  /** Makes the window as wide as given, and as high as all that the notebook shows (to 16,000 pixels). */
  async resize(width: number): Promise<void> {
    const height = `(() => {
      const { scrollTop } = ${panel};
      ${panel}.scrollTop = 0;
      const cells = ${notebook}.content.widgets;
      return cells.at(-1).node.getBoundingClientRect().bottom + scrollTop;
    })()`;
    await this.page.evaluate(`${notebook}.content.activeCellIndex = 0`);
    await this.page.setViewportSize({ width, height: 4000 });
    for (let i = 0; i < 2; i += 1) {
      await this.page.waitForTimeout(400);
      const wanted = Math.ceil(await this.page.evaluate<number>(height)) + 60;
      await this.page.setViewportSize({ width, height: Math.min(16_000, Math.max(600, wanted)) });
    }
    await this.page.waitForTimeout(400);
    await this.page.evaluate(height);
  }

  /** A new cell below all others, with the cursor in it. */
  async newCell(): Promise<void> {
    await this.page.evaluate(`${notebook}.content.activeCellIndex = ${notebook}.content.widgets.length - 1`);
    await this.command('notebook:insert-cell-below');
    await this.command('notebook:enter-edit-mode');
  }

  /** Types a cell at the end, runs it with Shift+Enter and returns it when the kernel has answered. */
  async runCell(source: string): Promise<CodeCell> {
    await this.newCell();
    await this.page.evaluate(
      `${notebook}.content.activeCell.model.sharedModel.setSource(${JSON.stringify(source)})`,
    );
    await this.replies();
    await this.page.keyboard.press('Shift+Enter');
    await this.page.waitForFunction('window.replies.length > 0');
    await this.page.waitForTimeout(200);
    return (await this.codeCells()).find((cell) => cell.source === source)!;
  }

  /**
   * What does not fit its cell: figures and pictures that are wider, by what they are; with `tables`, tables that have to be
   * moved to be read.
   */
  tooWide(tables: boolean): Promise<string[]> {
    const what = ['img', '.js-plotly-plot .main-svg', '.jp-RenderedMarkdown', ...(tables ? ['table'] : [])];
    return this.page
      .evaluate(`[...${notebook}.content.node.querySelectorAll('.jp-OutputArea-output')].flatMap((output) => {
      const { right } = output.getBoundingClientRect();
      const cell = output.closest('.jp-Cell').getBoundingClientRect().right;
      return [
        ...(right > cell ? ['an output beyond its cell'] : []),
        ...[...output.querySelectorAll(${JSON.stringify(what.join(', '))})]
          .filter((element) => element.getBoundingClientRect().right > right + 1)
          .map((element) => [element.tagName, Math.round(element.getBoundingClientRect().width), 'in', output.clientWidth,
            element.textContent.slice(0, 60)].join(' ')),
      ];
    })`);
  }

  /** Ends the kernel and the window. */
  async close(): Promise<void> {
    await this.page.evaluate(`${notebook}?.sessionContext?.shutdown()`).catch(() => undefined);
    await this.page.context().close();
  }
}
