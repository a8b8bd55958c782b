import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { WriteError } from '../files';

import { describeBackend, isNative } from '../backend';
import { architectures, createModel, type ArchitectureName, type Model, type ModelConfig } from '../models';
import { readSafetensors, readSafetensorsHeader, writeSafetensors } from '../training';
import { checkDescription } from './check-description';
import type { NetworkDescription, NetworkFile, NetworkScore } from './network-description';

/** What the metadata call the format. */
const FORMAT = 'unetlab-network';
/** Version that is written; all earlier ones are read. A change that an older reader would misread needs a new one. */
const VERSION = 1;

/**
 * Writes a network with all that its use needs as one `.safetensors` file: the weights by their layers' names, shaped
 * (kernels `[height, width, inputs, outputs]`; of up-convolutions `[2, 2, outputs, inputs]`), the rest as JSON in the
 * metadata. The file appears whole or not at all; the folder is made where it is missing.
 *
 * @throws Error with one line where the description is not complete, or the file cannot be written
 */
export function saveNetwork(path: string, model: Model, description: NetworkDescription): void {
  checkDescription(description);
  if (!path.endsWith('.safetensors'))
    throw new Error(`invalid name of a network file: ${path}; allowed: names that end in .safetensors`);
  if (description.preparation.channels !== model.config.channels)
    throw new Error(
      `invalid preparation.channels: ${description.preparation.channels}; the network takes ${model.config.channels}`,
    );
  const versions = { ...description.origin.versions, ...runningVersions() };
  const arrays = new Map(
    model.parameters.all.map(({ name, variable }) => [
      name,
      { shape: variable.shape, values: Float32Array.from(variable.dataSync()) },
    ]),
  );
  const metadata = {
    format: FORMAT,
    version: String(VERSION),
    architecture: model.name,
    model: JSON.stringify(model.config),
    parameters: String(model.parameters.count),
    description: toJson({ ...description, origin: { ...description.origin, versions } }),
  };
  try {
    writeSafetensors(path, { metadata: { ...metadata, digest: digestOf(metadata) }, arrays });
  } catch (error) {
    throw new Error(`the network cannot be saved as ${path}: ${reasonOf(error)}`);
  }
}

/**
 * Reads a network that {@link saveNetwork} wrote. The caller disposes of the model.
 *
 * @throws Error with the reason in one line where the file is missing, torn, changed, of a later format or something else
 */
export function loadNetwork(path: string): { readonly model: Model; readonly description: NetworkFile } {
  const description = readDescription(path);
  return naming(path, () => {
    const { arrays } = readSafetensors(path);
    const model = createModel(description.architecture, description.model);
    try {
      const wanted = new Map(model.parameters.all.map(({ name, variable }) => [name, variable.shape]));
      for (const [name, { shape }] of arrays)
        if (wanted.get(name)?.join() !== shape.join())
          throw new Error(
            `its array ${name} has the shape [${shape.join(', ')}], ${wanted.has(name) ? `the network's [${wanted.get(name)!.join(', ')}]` : 'the network has none of this name'}`,
          );
      model.parameters.restore(new Map(Array.from(arrays, ([name, { values }]) => [name, values])));
      return { model, description };
    } catch (error) {
      model.dispose();
      throw error;
    }
  });
}

/** Reads everything of a network file but its weights; refuses what {@link loadNetwork} refuses, but for changed weights. */
export function readDescription(path: string): NetworkFile {
  return naming(path, () => {
    const { metadata } = readSafetensorsHeader(path);
    const { format, version, architecture = '', model, parameters, description } = metadata;
    if (format !== FORMAT) throw new Error(foreign(format));
    if (!(Number(version) <= VERSION))
      throw new Error(
        `it has the format ${version}, this unetlab reads up to ${VERSION}: read it with the version that wrote it, or a later one`,
      );
    if (metadata.digest !== digestOf(metadata))
      throw new Error('its checksum does not match: the description was changed');
    if (!(architecture in architectures))
      throw new Error(
        `its architecture is ${architecture}; there are ${Object.keys(architectures).join(', ')}`,
      );
    const given = fromJson(description);
    checkDescription(given);
    return {
      ...given,
      format: Number(version),
      architecture: architecture as ArchitectureName,
      model: JSON.parse(model ?? '') as ModelConfig,
      parameters: Number(parameters),
    };
  });
}

/** SHA-256 of what the metadata say, in hexadecimal: a changed threshold must not pass for the one that was saved. */
function digestOf(metadata: Readonly<Record<string, string>>): string {
  const fields = ['format', 'version', 'architecture', 'model', 'parameters', 'description'];
  return createHash('sha256')
    .update(JSON.stringify(fields.map((name) => metadata[name] ?? null)))
    .digest('hex');
}

function foreign(format: string | undefined): string {
  if (format?.startsWith('unetlab-checkpoint'))
    return 'it is a checkpoint of a training, not a finished network';
  return `it is a safetensors file, but no network of unetlab (its format is ${format ?? 'not named'})`;
}

function naming<T>(path: string, read: () => T): T {
  try {
    if (!existsSync(path)) throw new Error('there is no such file');
    if (statSync(path).isDirectory()) throw new Error('it is a folder; name a .safetensors file');
    return read();
  } catch (error) {
    throw new Error(`the network ${path} cannot be read: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof WriteError) return error.reason;
  return code === 'EACCES' || code === 'EPERM' ? 'no permission' : message;
}

function runningVersions(): Record<string, string> {
  const tensorflow = describeBackend({ measure: false }).version;
  return { node: process.versions.node, [isNative ? 'tensorflow' : 'tfjs']: tensorflow };
}

/** JSON knows no NaN and no infinity; a score that is one is kept as text. */
function toJson(description: NetworkDescription): string {
  return JSON.stringify(description, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

function fromJson(text: string | undefined): NetworkDescription {
  const description = JSON.parse(text ?? '{}') as NetworkDescription;
  if (!Array.isArray(description.scores)) return description; // for the check to refuse
  const scores = (
    description.scores as readonly (Omit<NetworkScore, 'value'> & { value: number | string })[]
  ).map((score) => ({ ...score, value: Number(score.value) }));
  return { ...description, scores };
}
