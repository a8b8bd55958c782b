import type { Layout, Plot } from 'nodeplotlib';
import type { Figure } from '../types';

/**
 * Opens a figure in a browser window of the desktop, through nodeplotlib. Only for scripts that ask for it: it starts a
 * local server that keeps the process alive until the window is closed, and its page loads plotly.js from a CDN.
 * Throws where there is no desktop; in a notebook, use `show`.
 */
export async function openWindow(figure: Figure, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (!hasDesktop(process.platform, env)) {
    throw new Error(`no desktop to open ${figure.name} on; show(figure) writes a PNG instead`);
  }
  const { plot } = await import('nodeplotlib'); // loading it starts its server
  plot(
    [...figure.data] as Plot[],
    { ...figure.layout, width: figure.width, height: figure.height } as Layout,
  );
}

/** Whether a window could open: always on macOS and Windows, elsewhere when a display is named. */
export function hasDesktop(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}
