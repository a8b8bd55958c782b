import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Asserts that two numbers agree to `tolerance`, relative to the larger of |want| and 1e-3, and says what was compared. */
export function close(got: number | null | undefined, want: number, what: string, tolerance = 1e-8): void {
  const slack = tolerance * Math.max(Math.abs(want), 1e-3);
  assert.ok(
    typeof got === 'number' && Math.abs(got - want) <= slack,
    `${what}: got ${String(got)}, want ${want}, tolerance ${slack}`,
  );
}

/** A fixture made by test/fixtures/analysis/make.py. */
export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(join(process.cwd(), 'test/fixtures/analysis', name), 'utf8')) as T;
}

/** Numbers with null for missing, as the fixtures write them. */
export function withNaN(values: readonly (number | null)[]): number[] {
  return values.map((value) => value ?? NaN);
}
