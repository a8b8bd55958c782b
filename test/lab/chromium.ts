import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** The browser of the system: `$CHROMIUM`, or one on the path. */
export const browserPath = [
  process.env.CHROMIUM ?? '',
  ...['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
  ),
].find((path) => path !== '' && existsSync(path));

const quiet = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'];

export const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(browserPath !== undefined && { executablePath: browserPath }),
    args: ['--headless', '--no-sandbox', '--no-first-run', ...quiet.map((what) => `--disable-${what}`)],
  });
