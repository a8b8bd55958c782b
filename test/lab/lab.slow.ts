import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { browserPath, launch } from './chromium';
import { editedCopy, newNotebook } from './copies';
import { LabPage, type CodeCell } from './lab-page';
import { LabServer } from './server';

// JupyterLab as `npm run lab` opens it, used as a reader uses it, in the system's Chromium. Pictures go to out/lab.
const root = process.cwd();
const pictures = join(root, 'out', 'lab');
const copies = 'out/lab/notebooks';
const skip =
  browserPath === undefined ? 'no browser is installed (chromium); npm run test:lab needs one' : false;
const notebooks = readdirSync(join(root, 'notebooks')).filter((name) => name.endsWith('.ipynb'));

let server: LabServer | null = null;
let browser: Browser | null = null;
before(async () => {
  if (skip !== false) return;
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  [server, browser] = await Promise.all([LabServer.start(root, join(pictures, 'state')), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Gives a window to `use`; afterwards nothing may have gone wrong in it, nor been asked of other machines. */
async function inLab(path: string | null, use: (lab: LabPage) => Promise<void>): Promise<void> {
  const lab = await LabPage.make(browser!, server!);
  try {
    await lab.open(path);
    await use(lab);
    assert.deepEqual({ errors: lab.errors, elsewhere: lab.elsewhere }, { errors: [], elsewhere: [] });
  } finally {
    await lab.close();
  }
}

const picture = async (lab: LabPage, name: string): Promise<void> => {
  await lab.page.screenshot({ path: join(pictures, `${name}.png`) });
};
const stderr = ({ outputs }: CodeCell): string =>
  outputs.map(({ name, text = '' }) => (name === 'stderr' ? text : '')).join('');

describe('JupyterLab', { skip }, () => {
  it('opens on 00 with the TypeScript kernel', () =>
    inLab(null, async (lab) => {
      assert.deepEqual(await lab.title(), { tab: '00-start-here.ipynb', kernel: 'TypeScript' });
      assert.equal((await lab.runCell('const n: number = 1;')).count, 1);
      await picture(lab, 'opened');
    }));
});

describe('notebooks in JupyterLab', { skip, concurrency: 2 }, () => {
  for (const name of notebooks)
    it(`${name} runs, and what it shows fits its cell`, async () => {
      const path = `${copies}/${name}`;
      editedCopy(root, name, path, { profile: "'smoke'" });
      await inLab(path, async (lab) => {
        await lab.runAll();
        const cells = await lab.codeCells();
        const replies = await lab.replies();
        const failed = cells.filter((_, i) => replies[i] !== 'ok').map((cell) => cell.source + stderr(cell));
        assert.deepEqual({ failed, replies: replies.length }, { failed: [], replies: cells.length });
        for (const width of [1300, 700]) {
          await lab.resize(width);
          await picture(lab, `${name.slice(0, 2)}-${width}`);
          assert.deepEqual(await lab.tooWide(width === 1300), [], `at ${width} pixels`);
        }
      });
    });
});

describe('a reader in JupyterLab', { skip }, () => {
  it('asks a figure: it answers the mouse and a click on its legend', async () => {
    const path = `${copies}/figure.ipynb`;
    newNotebook(root, path, [
      "import { learningCurvesFigure, learningCurvesInfo } from 'unetlab/figures';\nimport { show } from 'unetlab/notebook';",
      `const history = { jaccard: [0.1, 0.4, 0.6], val_jaccard: [0.2, 0.3, 0.5], loss: [3, 2, 1], val_loss: [3, 2, 2] };
await show(learningCurvesFigure(learningCurvesInfo([{ name: 'a', history }, { name: 'b', history }])));`,
    ]);
    await inLab(path, async (lab) => {
      await lab.runAll();
      assert.deepEqual(await lab.replies(), ['ok', 'ok']);
      await picture(lab, 'figure-before');
      const figure = lab.page.locator('.jp-RenderedPlotly').first();
      await figure.hover();
      await lab.page.waitForSelector('.js-plotly-plot .main-svg');
      const points = await lab.page.locator('.js-plotly-plot .points path').all();
      const [point] = points;
      assert.ok(point, 'the figure has points');
      const at = (await point.boundingBox())!;
      await lab.page.mouse.move(at.x + at.width / 2, at.y + at.height / 2, { steps: 5 });
      await lab.page.waitForSelector('.js-plotly-plot .hoverlayer .hovertext');
      await picture(lab, 'figure-hover');
      const visible = `document.querySelector('.js-plotly-plot')._fullData.map(({ visible }) => visible)`;
      const before = await lab.page.evaluate<unknown[]>(visible);
      assert.ok(
        before.every((value) => value === true),
        String(before),
      );
      await lab.page.locator('.js-plotly-plot .legendtoggle').first().click();
      await lab.page.waitForFunction(`${visible}.includes('legendonly')`);
      await picture(lab, 'figure-legend');
    });
  });

  it('writes code: completion, Shift+Tab and a typo speak of unetlab', async () => {
    const path = `${copies}/code.ipynb`;
    newNotebook(root, path, ["import { createModel } from 'unetlab/models';"]);
    await inLab(path, async (lab) => {
      await lab.runAll();
      await lab.newCell();
      await lab.page.keyboard.type('createM');
      await lab.page.keyboard.press('Tab');
      // one answer is taken at once, several are a list to choose from
      await lab.page.waitForFunction(
        `/createModel/.test(window.jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.source)
          || [...document.querySelectorAll('.jp-Completer-item')].some(({ textContent }) => /createModel/.test(textContent))`,
      );
      if ((await lab.page.locator('.jp-Completer-item').count()) > 0) await lab.page.keyboard.press('Enter');
      await lab.page.keyboard.press('Shift+Tab');
      const told = lab.page.locator('.jp-Tooltip-content');
      await told.waitFor();
      const text = await told.innerText();
      await picture(lab, 'shift-tab');
      assert.match(text, /function createModel\b/);
      assert.match(text, /\n.*[A-Z].*\./s, 'the documentation stands below the type');
      await lab.page.keyboard.press('Escape');

      await lab.newCell();
      await lab.page.keyboard.type("createModel('unet', {  depth: 2 }).");
      await lab.page.keyboard.press('Tab');
      await lab.page.locator('.jp-Completer-item').first().waitFor();
      const members = await lab.page.locator('.jp-Completer-item').allInnerTexts();
      await picture(lab, 'completion');
      assert.ok(
        members.some((item) => item.includes('parameters')),
        members.join(' '),
      );
      await lab.page.keyboard.press('Escape');

      const typo = await lab.runCell("const model = creatModel('unet');");
      assert.equal(stderr(typo), "1:15 - Cannot find name 'creatModel'. Did you mean 'createModel'?\n");
      assert.equal(typo.outputs.length, 1);
      await lab.page.waitForTimeout(1000); // what is asked for at once after a failed cell is refused
      const wrong = await lab.runCell("createModel('unet', { filters: 3 });");
      assert.equal(wrong.outputs.length, 1);
      await picture(lab, 'typo');
      await lab.page.waitForTimeout(1000);
      assert.deepEqual(
        (await lab.runCell("createModel('unet', { depth: 2 }).parameters.count > 0")).outputs[0]?.text,
        'true\n',
      );
    });
  });

  it('watches a training and interrupts it: it ends in order, its checkpoint is kept, the kernel goes on', async () => {
    const path = `${copies}/interrupted.ipynb`;
    const checkpoints = join(root, 'out', 'checkpoints', '02-smoke-synthetic-256-dice-4711');
    rmSync(checkpoints, { recursive: true, force: true });
    editedCopy(root, '02-train-256.ipynb', path, { profile: "'smoke'", epochs: '500', seed: '4711' });
    await inLab(path, async (lab) => {
      const training = `window.jupyterapp.shell.currentWidget.content.widgets.find(({ model }) => /await train\\(/.test(model.sharedModel.source))`;
      await lab.page.evaluate(
        `void (window.all = window.jupyterapp.commands.execute('notebook:run-all-cells'))`,
      );
      const texts = new Set<string>();
      const counts = new Set<number>();
      for (let i = 0; i < 600 && texts.size < 4; i += 1) {
        const [count, text] = await lab.page.evaluate<[number, string]>(
          `(({ model }) => [model.outputs.length, JSON.stringify(model.outputs.toJSON()[0]?.data?.['text/plain'] ?? '')])(${training})`,
        );
        if (/epoch [3-9]/.test(text)) texts.add(text);
        if (count > 0) counts.add(count);
        await lab.page.waitForTimeout(100);
      }
      assert.ok(texts.size >= 4, [...texts].join('\n'));
      assert.deepEqual([...counts], [1], 'the display is one output that changes');
      await lab.page.evaluate(`${training}.node.scrollIntoView()`);
      await picture(lab, 'training');
      await lab.page.locator('.jp-ToolbarButtonComponent[data-command="notebook:interrupt-kernel"]').click();
      await lab.page.waitForFunction(
        `/interrupt|stopped/i.test(JSON.stringify(${training}.model.outputs.toJSON()))`,
      );
      await picture(lab, 'interrupted');
      await lab.page.evaluate('window.all');
      assert.equal((await lab.replies()).includes('error'), false, JSON.stringify(await lab.codeCells()));
      assert.ok(existsSync(checkpoints) && readdirSync(checkpoints, { recursive: true }).length > 0);
      assert.deepEqual((await lab.runCell('result.history.loss.length > 1')).outputs[0]?.text, 'true\n');
    });
  });

  it('restarts and runs all, twice', async () => {
    const path = `${copies}/again.ipynb`;
    editedCopy(root, '00-start-here.ipynb', path, { profile: "'smoke'" });
    await inLab(path, async (lab) => {
      const seen: string[] = [];
      for (let i = 0; i < 2; i += 1) {
        const ran = lab.command('notebook:restart-run-all');
        await lab.page.locator('.jp-Dialog .jp-mod-accept').click();
        await ran;
        await lab.kernelIdle();
        const cells = await lab.codeCells();
        assert.deepEqual(new Set(await lab.replies()), new Set(['ok']));
        assert.deepEqual(
          cells.map(({ count }) => count),
          cells.map((_, n) => n + 1),
        );
        seen.push(
          JSON.stringify(cells.map(({ outputs }) => outputs.map(({ data = {} }) => Object.keys(data)))),
        );
      }
      assert.equal(seen[0], seen[1]);
      await picture(lab, 'again');
    });
  });
});
