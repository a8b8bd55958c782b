import type { Tensor, Variable } from '@tensorflow/tfjs';
import { toBfloat16 } from './graph/bfloat16';
import { peakBytes } from './graph/memory';
import { GraphBuilder, type GraphNode } from './graph/node';
import { Recorder, RecordingError, type Recording, type TensorSpec } from './graph/recorder';
import { loadGraph } from './graph/saved-model';
import { StateTable } from './graph/state-table';
import { nativeBackend } from './native';
import { isNative, tf, type Precision } from './tensorflow';

export interface ProgramOptions {
  /** All variables that the functions read or change: weights, optimizer slots, statistics. */
  readonly variables: readonly Variable[];
  /** Default `float32`. Only compiled functions know `bfloat16`. */
  readonly precision?: Precision;
  /** Whether the functions only predict: in `bfloat16`, biases are added in it too. Default false. */
  readonly inference?: boolean;
  /** `eager` runs every function op by op. Default: `compiled` where the native library is loaded. */
  readonly mode?: 'compiled' | 'eager';
  /** Receives one line when something cannot be compiled. Default `console.warn`. */
  readonly onNotice?: (line: string) => void;
}

type Tensors = Record<string, Tensor>;

/** A function of named tensors that runs as a graph where it can. The caller disposes of the outputs. */
export interface CompiledFunction<I extends Tensors, O extends Tensors> {
  (inputs: I): O;
  /** Records the function for inputs of these shapes, so that the session is built once for all shapes. */
  prepare(specs: { readonly [K in keyof I]: TensorSpec }): void;
}

interface Entry {
  readonly nodes: readonly GraphNode[];
  /** Memory that its results take at the worst moment. */
  readonly peakBytes: number;
  readonly recording: Recording;
}

/**
 * A set of functions over shared variables, run as TensorFlow graphs in one session.
 *
 * A function is recorded at its first call for each combination of input shapes ({@link Recorder}); the variables
 * live inside the session from then on, so a step moves only its inputs and outputs. {@link pull} copies them back
 * into the `tf.Variable`s (for saving, or for eager use) and {@link push} the other way. A new shape makes a new
 * session that takes over the values; shapes that were seen are kept.
 *
 * What cannot be recorded runs eagerly, with one notice; results are the same to rounding.
 */
export class Program {
  readonly precision: Precision;
  private readonly variables: readonly Variable[];
  private readonly onNotice: (line: string) => void;
  private readonly entries = new Map<string, Entry>();
  private readonly stateNodes: readonly GraphNode[];
  private readonly state: StateTable | null;
  private readonly inference: boolean;
  private compiling: boolean;
  /** The session that holds the state, or null while the state lives in the `tf.Variable`s. */
  private session: number | null = null;
  private stale = false;

  constructor({
    variables,
    precision = 'float32',
    inference = false,
    mode = isNative ? 'compiled' : 'eager',
    onNotice,
  }: ProgramOptions) {
    // A clone shares its data with the original, and the graph could not tell the two apart.
    if (new Set(variables.map(({ dataId }) => dataId)).size < variables.length)
      throw new Error('two variables of a program share their data; make one from a computed copy');
    this.variables = variables;
    this.precision = precision;
    this.inference = inference;
    this.onNotice =
      onNotice ??
      ((line) => {
        console.warn(line);
      });
    this.compiling = mode === 'compiled' && isNative;
    const graph = new GraphBuilder();
    this.state = this.compiling ? new StateTable(graph, variables) : null;
    this.stateNodes = graph.nodes;
  }

  /** Whether functions run as graphs (still). */
  get mode(): 'compiled' | 'eager' {
    return this.compiling ? 'compiled' : 'eager';
  }

  /**
   * Makes `fn` a function of this program. Inside it, `assign` and `applyAdam` of this room change variables; whatever
   * differs from call to call must be an input. Names are unique within a program.
   */
  define<I extends Tensors, O extends Tensors>(name: string, fn: (inputs: I) => O): CompiledFunction<I, O> {
    const call = (inputs: I): O => {
      const entry = this.entry(name, fn, inputs);
      return entry ? this.run<O>(entry, inputs) : tf.tidy(() => fn(inputs));
    };
    return Object.assign(call, {
      prepare: (specs: { readonly [K in keyof I]: TensorSpec }) => {
        this.entry(name, fn, specs);
      },
    });
  }

  /**
   * Estimated memory of the most demanding function recorded so far, in bytes: its results at the worst moment, and the
   * variables. 0 while nothing is recorded. TensorFlow itself takes some 400 MB more.
   */
  get peakBytes(): number {
    const results = Array.from(this.entries.values(), (entry) => entry.peakBytes);
    return results.length === 0
      ? 0
      : Math.max(...results) + this.variables.reduce((sum, { size }) => sum + 4 * size, 0);
  }

  /** Copies the state out of the session into the `tf.Variable`s. */
  pull(): void {
    if (this.session === null) return;
    const values = this.read();
    this.variables.forEach((variable, i) => {
      variable.assign(values[i]!);
      values[i]!.dispose();
    });
  }

  /** Copies the `tf.Variable`s into the session: call it after changing them from outside. */
  push(): void {
    if (this.session !== null) this.write(this.session, [...this.variables]);
  }

  /** Ends the session. The state is copied back first. */
  dispose(): void {
    this.pull();
    this.closeSession();
  }

  private entry<I extends Tensors, O extends Tensors>(
    name: string,
    fn: (inputs: I) => O,
    inputs: Readonly<Record<string, TensorSpec>>,
  ): Entry | null {
    if (!this.compiling || this.state === null) return null;
    const key = `${name}(${Object.entries(inputs)
      .map(([input, { shape, dtype }]) => `${input}:${dtype}[${shape.join(',')}]`)
      .join(' ')})`;
    const known = this.entries.get(key);
    if (known) return known;
    try {
      const graph = new GraphBuilder();
      const recording = new Recorder(graph, this.state, `f${this.entries.size}`, this.precision).record(
        fn,
        inputs,
      );
      const entry = { ...lowered(graph.nodes, recording.bytes, this.precision, this.inference), recording };
      this.entries.set(key, entry);
      this.stale = true;
      return entry;
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      this.onNotice(`${name} runs op by op, some times slower: ${error.message}`);
      this.dispose();
      this.compiling = false;
      return null;
    }
  }

  private run<O extends Tensors>({ recording }: Entry, inputs: Tensors): O {
    const session = this.upToDateSession();
    const feeds = Object.entries(recording.feeds);
    const names = Object.keys(recording.fetches);
    const results = nativeBackend().runSavedModel(
      session,
      feeds.map(([name]) => inputs[name]!),
      feeds.map(([, feed]) => ({ name: feed })),
      Object.values(recording.fetches),
    );
    return Object.fromEntries(names.map((name, i) => [name, results[i]!])) as O;
  }

  private upToDateSession(): number {
    if (this.session !== null && !this.stale) return this.session;
    const values = this.session === null ? [...this.variables] : this.read();
    const nodes = [...this.stateNodes, ...Array.from(this.entries.values(), (entry) => entry.nodes).flat()];
    const next = loadGraph(nodes);
    this.write(next, values);
    if (this.session !== null) for (const value of values) value.dispose();
    this.closeSession();
    this.session = next;
    this.stale = false;
    return next;
  }

  private read(): Tensor[] {
    if (this.state === null || this.session === null || this.variables.length === 0) return [];
    return nativeBackend().runSavedModel(this.session, [], [], this.state.reads);
  }

  private write(session: number, values: Tensor[]): void {
    if (this.state === null) return;
    const feeds = this.state.feeds.map((name) => ({ name }));
    for (const done of nativeBackend().runSavedModel(session, values, feeds, [this.state.ready]))
      done.dispose();
  }

  private closeSession(): void {
    if (this.session !== null) nativeBackend().deleteSavedModel(this.session);
    this.session = null;
    this.stale = this.entries.size > 0;
  }
}

/** The nodes in the program's precision, with the memory that they take. */
function lowered(
  recorded: readonly GraphNode[],
  bytes: ReadonlyMap<string, number>,
  precision: Precision,
  inference: boolean,
): Omit<Entry, 'recording'> {
  if (precision === 'float32') return { nodes: recorded, peakBytes: peakBytes(recorded, bytes) };
  const { nodes, halved } = toBfloat16(recorded, inference);
  const sizes = new Map(
    Array.from(bytes, ([output, size]) => [output, halved.has(output) ? size / 2 : size]),
  );
  return { nodes, peakBytes: peakBytes(nodes, sizes) };
}
