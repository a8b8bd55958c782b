import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';

const addon = 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/unetlab_native.node';
const objdump = (): string | null => {
  const { status, stdout } = spawnSync('objdump', ['-d', '--no-show-raw-insn', addon], {
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
  });
  return status === 0 ? stdout : null;
};
/** Names of functions with the instructions that a pattern finds in their disassembly. */
function functionsWith(text: string, pattern: RegExp): Set<string> {
  const found = new Set<string>();
  let name = '';
  for (const line of text.split('\n')) {
    const start = /^[0-9a-f]+ <(.*)>:$/.exec(line);
    if (start) name = start[1]!;
    else if (pattern.test(line)) found.add(name);
  }
  return found;
}

describe("the library's own addon", () => {
  const text = process.arch === 'x64' && existsSync(addon) ? objdump() : null;
  it(
    'has wide instructions nowhere but in the kernels for them, so that every processor can load it',
    { skip: text === null ? 'no such addon here, or no objdump' : false },
    () => {
      const avx512 = functionsWith(text!, /zmm|%k[0-7]\b|[xy]mm(1[6-9]|2\d|3[01])\b/);
      assert.deepEqual(
        [...avx512].filter((name) => !name.includes('6avx512')),
        [],
      );
      const avx = functionsWith(text!, /ymm|^\s+[0-9a-f]+:\s+v[a-z]/);
      assert.deepEqual(
        [...avx].filter((name) => !/6avx512|4avx2/.test(name)),
        [],
      );
    },
  );
});
