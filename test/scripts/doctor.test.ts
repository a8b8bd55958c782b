import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'node:test';
import type { OwnOpsDescription } from 'unetlab/backend';

interface Machine {
  readonly env: Readonly<Record<string, string>>;
  readonly exists: (path: string) => boolean;
}
// Plain JavaScript of the commands, which has no types.
const load = (name: string): Promise<unknown> =>
  import(pathToFileURL(join(process.cwd(), 'scripts', 'doctor', name)).href);

describe('the doctor', () => {
  it('says which kernels run, and why not others', async () => {
    const { kernelsText } = (await load('kernels-text.mjs')) as {
      kernelsText: (ops: OwnOpsDescription) => string;
    };
    const none = { instructions: null, float32: [], bfloat16: [], missing: 'a GPU computes', caches: null };
    assert.equal(kernelsText(none), "TensorFlow's alone: a GPU computes");
    const some = {
      instructions: 'AVX-512',
      float32: ['UnetlabStem', 'UnetlabConv3x3'],
      bfloat16: [],
      caches: null,
    } as const;
    assert.equal(
      kernelsText({ ...some, missing: 'in bfloat16 this processor has no AVX-512 BF16' }),
      "this library's own ops in AVX-512, 2 in float32 and 0 in bfloat16, beside TensorFlow's; " +
        'in bfloat16 this processor has no AVX-512 BF16',
    );
    assert.doesNotMatch(kernelsText({ ...some, missing: null }), /;/);
  });

  it('says in one line what to look at where TensorFlow finds no GPU', async () => {
    const { missingGpu } = (await load('missing-gpu.mjs')) as { missingGpu: (machine: Machine) => string };
    const text = (env: Machine['env'], ...there: string[]): string =>
      missingGpu({ env, exists: (path) => there.includes(path) });
    for (const hidden of ['', '-1', 'none', 'NoDevFiles'])
      assert.match(text({ CUDA_VISIBLE_DEVICES: hidden }, '/dev/nvidiactl'), /hides all; unset it$/, hidden);
    for (const shown of ['0', '1,2', 'GPU-8932f937', 'MIG-1'])
      assert.match(text({ CUDA_VISIBLE_DEVICES: shown }, '/dev/nvidiactl'), /the driver is there/, shown);
    assert.match(
      text({}),
      /no NVIDIA driver is loaded here .*`nvidia-smi`.*UNETLAB_TENSORFLOW=cpu npm run setup$/,
    );
    assert.match(text({}, '/dev/dxg'), /the driver is there/);
    for (const line of [text({}), text({}, '/dev/nvidiactl')]) assert.doesNotMatch(line, /\n/);
  });
});
