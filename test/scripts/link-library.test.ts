import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'node:test';

// Plain JavaScript of the commands, which has no types.
const load = (): Promise<unknown> =>
  import(pathToFileURL(join(process.cwd(), 'scripts', 'setup', 'link-library.mjs')).href);

describe('the TensorFlow library in the addon', () => {
  it("finds CUDA's libraries from where it is linked, as from where it was installed", async () => {
    const { linkLibrary } = (await load()) as { linkLibrary: (addon: string, tensorflow: string) => void };
    const base = realpathSync(mkdtempSync(join(tmpdir(), 'link-')));
    try {
      const [addon, packages] = [join(base, 'addon'), join(base, 'site-packages')];
      const cudnn = join(packages, 'nvidia', 'cudnn', 'lib');
      mkdirSync(cudnn, { recursive: true });
      const tensorflow = join(packages, 'tensorflow');
      mkdirSync(tensorflow);
      linkLibrary(addon, tensorflow);
      // $ORIGIN/../nvidia/cudnn/lib, as the wheel's libraries have it; $ORIGIN is deps/lib, since links are not followed
      assert.equal(realpathSync(join(addon, 'deps', 'nvidia', 'cudnn', 'lib')), cudnn);
      rmSync(join(packages, 'nvidia'), { recursive: true });
      linkLibrary(addon, tensorflow);
      assert.ok(!existsSync(join(addon, 'deps', 'nvidia')), 'and nothing is left without them');
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  });
});
