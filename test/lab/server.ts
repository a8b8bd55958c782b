import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** JupyterLab as `npm run lab` starts it, on a free port; layouts and settings go to a folder of the test's own. */
export class LabServer {
  private constructor(
    private readonly child: ChildProcess,
    /** What the browser is opened with, token included. */
    readonly url: string,
  ) {}

  static async start(root: string, state: string): Promise<LabServer> {
    const folders = {
      JUPYTERLAB_WORKSPACES_DIR: join(state, 'workspaces'),
      JUPYTERLAB_SETTINGS_DIR: join(state, 'settings'),
    };
    for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
    const asked = ['--no-browser', '--ServerApp.port=0', '--LabApp.expose_app_in_browser=True'];
    const child = spawn(process.execPath, [join(root, 'scripts', 'lab.mjs'), ...asked], {
      cwd: root,
      env: { ...process.env, ...folders },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /http:\/\/127\.0\.0\.1:\d+\/\S*token=\w+/.exec(said);
        if (found !== null) resolve(found[0]);
      });
      child.on('close', (code) => {
        reject(new Error(`JupyterLab ended with exit code ${code}:\n${said.slice(-2000)}`));
      });
    });
    return new LabServer(child, url);
  }

  /** The address of a file below the checkout's folder, in a layout as at the first start. */
  urlOf(path: string): string {
    const { origin, search } = new URL(this.url);
    return `${origin}/lab/tree/${path}${search}&reset`;
  }

  /** Ends JupyterLab, which ends its kernels. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}
