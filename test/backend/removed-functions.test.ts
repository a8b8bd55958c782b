import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { restoreRemovedFunctions } = createRequire(__filename)(
  join(process.cwd(), 'lib/dist/backend/removed-functions.js'),
) as {
  restoreRemovedFunctions: (module: object) => void;
};

it('functions that Node removed are put back, and those that are there stay', () => {
  const own = () => 'own';
  const module: Record<string, (value?: unknown) => unknown> = { isArray: own };
  restoreRemovedFunctions(module);
  assert.equal(module.isArray, own);
  assert.deepEqual(
    [null, undefined, 0, ''].map((value) => module.isNullOrUndefined!(value)),
    [true, true, false, false],
  );
});
