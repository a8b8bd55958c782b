import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a run of set-up said and how it ended. */
export interface SetUpResult {
  readonly code: number | null;
  readonly text: string;
}

/**
 * A checkout with the real set-up scripts and stand-ins for every program that they start: each writes a line to a log and
 * makes the files that the real one would leave, so that a whole set-up takes a second and needs no network.
 */
export class StubCheckout {
  readonly base = mkdtempSync(join(tmpdir(), 'set-up-'));
  root = join(this.base, 'checkout');
  readonly bin = join(this.base, 'bin');
  private readonly log = join(this.base, 'log');

  constructor() {
    const here = process.cwd();
    mkdirSync(join(this.root, 'lib', 'src'), { recursive: true });
    for (const path of [
      'scripts/setup',
      'scripts/setup.mjs',
      'scripts/papermill-typescript',
      'scripts/stand-ins',
      'lib/native',
      'environment.yml',
      'package.json',
      'lib/package.json',
      'package-lock.json',
      '.npmrc',
    ]) {
      cpSync(join(here, path), join(this.root, path), { recursive: true });
    }
    mkdirSync(this.bin);
    for (const tool of ['sh', 'env', 'mkdir', 'cat', 'sleep', 'dirname', 'touch', 'cp', 'chmod', 'echo'])
      this.link(tool);
    symlinkSync(process.execPath, join(this.bin, 'node'));
    this.stub('npm', npm);
    this.stub('python3', python);
    this.stub('g++', compiler);
  }

  /** Puts a shell script on the path; it is called with `$LOG` set. */
  stub(name: string, script: string): void {
    const file = join(this.bin, name);
    rmSync(file, { force: true });
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> "$LOG"\n${script}\n`);
    chmodSync(file, 0o755);
  }

  remove(name: string): void {
    rmSync(join(this.bin, name), { force: true });
  }

  /** Lines that the stand-ins have logged since the last call. */
  calls(): string[] {
    const lines = existsSync(this.log)
      ? readFileSync(this.log, 'utf8').trim().split('\n').filter(Boolean)
      : [];
    rmSync(this.log, { force: true });
    return lines;
  }

  get environment(): NodeJS.ProcessEnv {
    // js: nothing is compiled, because a stand-in for the compiler cannot make an addon that loads
    return { PATH: this.bin, LOG: this.log, HOME: this.base, UNETLAB_TENSORFLOW: 'js' };
  }

  start(
    env: NodeJS.ProcessEnv = {},
    nodeOptions: readonly string[] = [],
  ): { result: Promise<SetUpResult>; said: () => string; interrupt: () => void } {
    const child = spawn(process.execPath, [...nodeOptions, join(this.root, 'scripts', 'setup.mjs')], {
      cwd: this.root,
      env: { ...this.environment, ...env },
      detached: true, // an interrupt goes to the whole group, as in a terminal
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const result = new Promise<SetUpResult>((resolve) => {
      child.on('close', (code) => {
        resolve({ code, text });
      });
    });
    return { result, said: () => text, interrupt: () => process.kill(-child.pid!, 'SIGINT') };
  }

  run(env: NodeJS.ProcessEnv = {}, nodeOptions: readonly string[] = []): Promise<SetUpResult> {
    return this.start(env, nodeOptions).result;
  }

  dispose(): void {
    rmSync(this.base, { recursive: true, force: true });
  }

  private link(tool: string): void {
    const found = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
    const path = found.startsWith('/') ? found : `/bin/${tool}`;
    symlinkSync(join(realpathSync(dirname(path)), tool), join(this.bin, tool));
  }
}

/** Waits until something holds, for at most 30 seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !holds(); i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Leaves the file that it was asked for. */
const compiler = 'while [ $# -gt 0 ]; do [ "$1" = -o ] && touch "$2"; shift; done';

const npm = `
case "$1" in
  ci)
    for name in tslab sharp typescript node-api-headers danfojs-node unetlab @tensorflow/tfjs-node-gpu; do
      mkdir -p "node_modules/$name"; echo '{}' > "node_modules/$name/package.json"
    done
    mkdir -p node_modules/.bin node_modules/typescript/bin node_modules/@tensorflow/tfjs-node
    cat > node_modules/typescript/bin/tsc <<'END'
require('node:fs').appendFileSync(process.env.LOG, 'tsc\\n');
require('node:fs').mkdirSync('lib/dist', { recursive: true });
require('node:fs').mkdirSync('test/.dist', { recursive: true });
require('node:fs').writeFileSync('lib/dist/index.js', '');
require('node:fs').writeFileSync('test/.dist/.tsbuildinfo', '');
END
    cat > node_modules/.bin/tslab <<'END'
#!/bin/sh
echo "tslab $1" >> "$LOG"
for argument in "$@"; do case "$argument" in --python=*) python="\${argument#--python=}";; --binary=*) binary="\${argument#--binary=}";; esac; done
folder="$(dirname "$(dirname "$python")")/share/jupyter/kernels/tslab"
mkdir -p "$folder"
echo "{\\"argv\\": [\\"$binary\\"]}" > "$folder/kernel.json"
END
    chmod +x node_modules/.bin/tslab;;
esac`;

/**
 * Answers the probe, makes an environment whose Python is a copy of this, and installs by touching a file, not before
 * the file named in `$PIP_WAITS_FOR` is there, or the checkout is gone.
 */
const python = `
case "$2" in
  *version_info*) echo '[[3, 11, 7], "'"$0"'", [], 64]';;
  venv) mkdir -p "$3/bin"; cp "$0" "$3/bin/python";;
  pip) while [ -n "$PIP_WAITS_FOR" ] && [ ! -e "$PIP_WAITS_FOR" ] && [ -e "$0" ]; do sleep 0.05; done; touch "$(dirname "$0")/papermill";;
esac`;
