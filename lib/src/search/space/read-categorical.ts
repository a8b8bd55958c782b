import { needed, type Reading } from './parameter-reading';
import { parameterValue } from './parameter-values';
import type { Distribution } from './search-space';
import { entry } from './space-file';
import { nodeText } from './yaml-tree';

/** `values`, with `probabilities` where they are not equal. */
export function categorical(reading: Reading): Distribution {
  const { file, path, name } = reading;
  const list = needed(reading, 'values');
  if (list.kind !== 'list' || list.items.length === 0)
    return file.fail(
      list.line,
      `${name}: values cannot be ${nodeText(list)}; write a list, for example [1, 2]`,
    );
  const weights = probabilities(reading, list.items.length);
  const values = list.items.map((item) => parameterValue(file, path, name, item));
  const once = [...new Set(values)];
  if (once.length < values.length) {
    const again = values.find((value, i) => values.indexOf(value) < i);
    file.notice(
      list.line,
      `${name}: ${String(again)} is named more than once (${nodeText(list)}); it is taken once`,
    );
  }
  if (weights === null) return { kind: 'categorical', values: once };
  const of = once.map((value) =>
    weights.reduce((sum, weight, i) => (values[i] === value ? sum + weight : sum), 0),
  );
  return { kind: 'categorical', values: once, probabilities: of };
}

function probabilities({ file, name, map }: Reading, count: number): number[] | null {
  const list = entry(map, 'probabilities');
  if (!list) return null;
  const weights =
    list.kind === 'list' ? list.items.map((item) => file.number(item, `${name}: a probability`, 0)) : [];
  if (weights.length !== count)
    return file.fail(
      list.line,
      `${name}: there are ${count} values and ${weights.length} probabilities; give one a value`,
    );
  const sum = weights.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) > 1e-6)
    return file.fail(
      list.line,
      `${name}: the probabilities ${nodeText(list)} add up to ${Number(sum.toPrecision(6))}, not to 1`,
    );
  return weights.map((weight) => weight / sum);
}
