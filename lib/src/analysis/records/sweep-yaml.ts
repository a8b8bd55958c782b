import { visibleText, yamlText } from '../../text';
import type { Objective } from '../../types';
import type { NarrowedParameter } from './narrowed-space';

export interface SweepYamlOptions {
  /** Metric as the training script logs it, and which way it is better. */
  readonly objective: Pick<Objective, 'metric' | 'goal'>;
  /** `bayes`, `random` or `grid`; default `bayes`, or `random` where a list is all there is. */
  readonly method?: 'bayes' | 'random' | 'grid';
  readonly name?: string;
  /** Script that the agent starts. */
  readonly program?: string;
  /** Parameters that stay fixed. */
  readonly fixed?: Readonly<Record<string, number | string>>;
}

/**
 * The next sweep as a W&B sweep configuration in YAML, the reason for each range as a comment above it.
 * Strings are quoted, so that nothing in a name is read as YAML.
 */
export function sweepYaml(parameters: readonly NarrowedParameter[], options: SweepYamlOptions): string {
  const { objective, name, program, fixed = {} } = options;
  const method = options.method ?? 'bayes';
  const ranged = parameters.find(({ now }) => !('values' in now));
  if (method === 'grid' && ranged)
    throw new RangeError(
      `a grid sweep needs a list of values for every parameter; ${ranged.name} is a range`,
    );
  const lines = [
    ...(name === undefined ? [] : [`name: ${yamlText(name)}`]),
    ...(program === undefined ? [] : [`program: ${yamlText(program)}`]),
    `method: ${method}`,
    'metric:',
    `  name: ${yamlText(objective.metric)}`,
    `  goal: ${objective.goal}`,
    'parameters:',
  ];
  for (const { name: parameter, now, change, reason } of parameters) {
    lines.push(...comment(`${change}: ${reason}`), `  ${yamlText(parameter)}:`);
    if ('values' in now) lines.push(`    values: [${now.values.map(yamlValue).join(', ')}]`);
    else
      lines.push(
        `    distribution: ${now.distribution}`,
        `    min: ${yamlNumber(now.min)}`,
        `    max: ${yamlNumber(now.max)}`,
      );
  }
  for (const [parameter, value] of Object.entries(fixed))
    lines.push(`  ${yamlText(parameter)}:`, `    value: ${yamlValue(value)}`);
  return `${lines.join('\n')}\n`;
}

const yamlValue = (value: number | string): string =>
  typeof value === 'number' ? yamlNumber(value) : yamlText(value);

/** YAML 1.1 readers take `1e-7` for text; a mantissa with a point is a number to all of them. */
function yamlNumber(value: number): string {
  const text = String(value);
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}

function comment(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of visibleText(text).split(/\s+/)) {
    if (line.length + word.length > 100) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].map((part) => `  # ${part}`);
}
