import { parse as parseYaml } from 'yaml';
import type { ConfigValue } from '../../types';
import { isJsonObject, type Json, type JsonObject, readNumber, toConfigValue } from '../../values';
import { WandbError } from '../server/errors';
import type { Exchange } from '../server/exchange';
import { query } from '../server/graphql';
import { noSuchProject, noSuchSweep } from './not-found';
import { sweepDocument } from './queries';

/** A sweep's own configuration: what was searched, how, and for what. */
export interface SweepInfo {
  readonly id: string;
  /** Title for people; the id where it has none. */
  readonly name: string;
  /** `bayes`, `random`, `grid`, or what the server says. */
  readonly method: string;
  /** `RUNNING`, `FINISHED`, …, as the server says. */
  readonly state: string;
  /** What is optimized, or null where the sweep does not say. */
  readonly metric: { readonly name: string; readonly goal: 'minimize' | 'maximize' } | null;
  /** Search space by parameter name. */
  readonly parameters: Readonly<Record<string, SweepParameter>>;
  /** Number of runs, as the server counts them, or null. */
  readonly runCount: number | null;
  /** The whole configuration as YAML, for what is not spelled out above. */
  readonly yaml: string;
}

/** One parameter's part of a search space, in W&B's words. */
export interface SweepParameter {
  /** Allowed values of a choice, or the one value of a constant. */
  readonly values: readonly ConfigValue[] | null;
  /** Bounds of a range, or null for a choice. */
  readonly min: number | null;
  readonly max: number | null;
  /** `uniform`, `log_uniform_values`, `categorical`, …; null where the sweep does not say. */
  readonly distribution: string | null;
}

/**
 * Fetches a sweep's configuration. Throws a {@link WandbError} where the project or the sweep does not exist, naming
 * the near ones.
 */
export async function fetchSweep(
  exchange: Exchange,
  entity: string,
  project: string,
  sweep: string,
  signal?: AbortSignal,
): Promise<SweepInfo> {
  const { data, errors } = await query(exchange, sweepDocument, { entity, project, sweep }, { signal });
  const found = data.project;
  const said = errors[0]?.message;
  if (!isJsonObject(found)) {
    if (said !== undefined)
      throw new WandbError('query refused', `the W&B server refused the query: ${said}`);
    throw await noSuchProject(exchange, entity, project);
  }
  if (!isJsonObject(found.sweep)) throw await noSuchSweep(exchange, entity, project, sweep);
  return toSweepInfo(found.sweep);
}

/** A sweep as the server sends it. */
export function toSweepInfo(node: JsonObject): SweepInfo {
  const yaml = textOf(node.config) ?? '';
  const config = parseConfig(yaml);
  const metric = isJsonObject(config.metric) ? config.metric : undefined;
  const metricName = textOf(metric?.name);
  const id = textOf(node.name) ?? '';
  return {
    id,
    name: textOf(node.displayName) ?? id,
    method: textOf(node.method) ?? textOf(config.method) ?? 'unknown',
    state: textOf(node.state) ?? 'unknown',
    metric:
      metricName === null
        ? null
        : { name: metricName, goal: metric?.goal === 'maximize' ? 'maximize' : 'minimize' },
    parameters: isJsonObject(config.parameters) ? readParameters(config.parameters, '') : {},
    runCount: typeof node.runCount === 'number' ? node.runCount : null,
    yaml,
  };
}

function parseConfig(yaml: string): JsonObject {
  try {
    const parsed = parseYaml(yaml) as Json;
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {}; // the text itself stays in `yaml`
  }
}

/** Nested parameters (`parameters: {optimizer: {parameters: …}}`) become dotted names. */
function readParameters(parameters: JsonObject, prefix: string): Record<string, SweepParameter> {
  const read: Record<string, SweepParameter> = {};
  for (const [name, spec] of Object.entries(parameters)) {
    if (!isJsonObject(spec)) continue;
    if (isJsonObject(spec.parameters)) {
      Object.assign(read, readParameters(spec.parameters, `${prefix}${name}.`));
      continue;
    }
    const values = Array.isArray(spec.values)
      ? (spec.values as readonly Json[])
      : 'value' in spec
        ? [spec.value!]
        : null;
    read[prefix + name] = {
      values: values?.map(toConfigValue) ?? null,
      min: readNumber(spec.min) ?? null,
      max: readNumber(spec.max) ?? null,
      distribution: textOf(spec.distribution),
    };
  }
  return read;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
