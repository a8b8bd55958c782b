import { poolFiles, valuesText } from './mask-census';
import type { FileCensus, MaskCensus } from './mask-census';
import type { MaskDecision } from './mask-decision';
import { isTwoValued } from './mask-shapes';

/** Where few files spoil what the others plainly are: names these files. */
export function deviatingFiles(
  census: MaskCensus,
  ignore: readonly number[],
  decide: (census: MaskCensus, ignore: readonly number[]) => MaskDecision,
): Error | null {
  const { files, plane } = census;
  const groups = new Map<string, FileCensus[]>();
  for (const file of files) groups.set(formOf(file), [...(groups.get(formOf(file)) ?? []), file]);
  const [most = []] = [...groups.values()].sort((a, b) => b.length - a.length);
  const empty = files.filter(({ values }) => values.every(({ value }) => value === 0));
  const others = files.filter((file) => !most.includes(file) && !empty.includes(file));
  if (files.length < 5 || others.length === 0 || others.length > 0.2 * files.length) return null;
  const plain = poolFiles([...most, ...empty], plane);
  let says: string;
  try {
    ({ says } = decide(plain, ignore));
  } catch {
    return null;
  }
  const strange = others
    .slice(0, 3)
    .map((file) => `${file.name} holds ${valuesText(poolFiles([file], plane), 5)}`);
  const more = others.length > 3 ? `; ${others.length - 3} more` : '';
  return new Error(
    `masks: ${plain.files.length} of ${files.length} masks are plain (${says}), the others are not: ${strange.join('; ')}${more}. Mend or remove ${others.length === 1 ? 'this file' : 'these files'}, or type -p foreground=… (1,3; nonzero; threshold) for all`,
  );
}

function formOf(file: FileCensus): string {
  const { values, measure } = file;
  if (isTwoValued(file)) return `two ${values.at(-1)?.value ?? 0}`;
  if (values.length <= 6) return `few ${values.map(({ value }) => value).join(' ')}`;
  return measure.lossy || file.unequal > 0.25 * file.pairs ? 'soft' : 'labels';
}
