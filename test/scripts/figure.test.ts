import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openWindow } from 'unetlab/notebook';

const figure = (...args: string[]): { status: number | null; stdout: string; stderr: string } => {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  return spawnSync(process.execPath, ['scripts/figure.mjs', ...args], { encoding: 'utf8', env });
};

describe('npm run figure', () => {
  it('lists the figures with what they show', () => {
    const { status, stdout } = figure();
    assert.equal(status, 0);
    assert.match(stdout, /^importance\n {4}\S/m);
  });

  it('writes the forms that are asked for', () => {
    const folder = mkdtempSync(join(tmpdir(), 'figure-'));
    try {
      const { status, stderr } = figure('importance', '--json', '--html', '-o', folder);
      assert.equal(status, 0, stderr);
      const json = JSON.parse(readFileSync(join(folder, 'importance.json'), 'utf8')) as { data: unknown[] };
      assert.ok(json.data.length > 0);
      const html = readFileSync(join(folder, 'importance.html'), 'utf8');
      assert.match(html, /Content-Security-Policy[^>]*script-src 'sha256-/);
      assert.doesNotMatch(html.slice(html.lastIndexOf('<script>')), /src=/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says in one line what is wrong, and what was meant', () => {
    const said = (...args: string[]): string => {
      const { status, stderr } = figure(...args);
      assert.equal(status, 2);
      return stderr.trim();
    };
    assert.equal(said('importanse'), 'there is no figure importanse; did you mean importance?');
    assert.match(
      said('importance', '--study', 'mine'),
      /^there is no study mine; there are published-search, /,
    );
    assert.match(said('importance', '--runs', 'a', '--study', 'own-grid'), /not both/);
    if (process.platform === 'linux') assert.match(said('importance', '--window'), /no desktop .*--html/);
  });

  it('opens a window by nodeplotlib only where there is a desktop', async () => {
    const empty = { name: 'x', data: [], layout: {}, width: 1, height: 1, description: '' };
    if (process.platform === 'linux') await assert.rejects(openWindow(empty, {}), /no desktop/);
  });
});
