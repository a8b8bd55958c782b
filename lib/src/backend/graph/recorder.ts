import type { DataType, Tensor, TensorInfo, Variable } from '@tensorflow/tfjs';
import { DType, dtypeCode, nativeBackend, type NativeBackend, type OpAttr } from '../native';
import { tf, type Precision } from '../tensorflow';
import type { AttrValue, GraphBuilder } from './node';
import { inferShapes, type Meta } from './shapes';
import type { StateTable } from './state-table';

/** Shape and element type of a tensor that a recorded function takes. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** A function that cannot be a graph, and why. The caller runs it eagerly instead. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** One function as part of a graph: what to feed, what to fetch, and the types that casting needs. */
export interface Recording {
  /** Placeholder of each input. */
  readonly feeds: Readonly<Record<string, string>>;
  /** Fetch of each output; fetching any of them runs all updates of the function. */
  readonly fetches: Readonly<Record<string, string>>;
  /** Size of each result, in bytes, by graph output; reshaped tensors share their input's bytes and count 0. */
  readonly bytes: ReadonlyMap<string, number>;
}

/** Ops whose result is their input's buffer. */
const sharing = new Set(['Reshape', 'ExpandDims', 'Identity', 'ReadVariableOp']);

let current: Recorder | null = null;

const setCurrent = (recorder: Recorder | null): void => {
  current = recorder;
};

/** The recorder at work, or null while functions run eagerly. */
export function activeRecorder(): Recorder | null {
  return current;
}

/**
 * Records the ops that a function asks the node backend for, as nodes of a graph, without computing anything: the
 * tensors that the function sees have shapes and types but no values. Every kernel of the backend goes through
 * `executeSingleOutput` or `executeMultipleOutputs`, so these two are what is replaced for the time of the recording.
 *
 * What may enter a graph: the function's inputs, the program's variables, and constants made inside the function.
 * A tensor from outside is refused, since its value would be frozen; so is reading a value.
 */
export class Recorder {
  /** The graph output that stands for a tensor, by its data. */
  private readonly symbols = new Map<object, string>();
  private readonly bytes = new Map<string, number>();
  private readonly ownConstants = new Set<object>();
  private readonly updates: string[] = [];
  /** Values to write at the end. */
  private readonly pending = new Map<Variable, string>();
  /** Reads since the last write, and that write: what the next write has to wait for. */
  private readonly touched = new Map<Variable, string[]>();
  private readonly backend: NativeBackend = nativeBackend();

  constructor(
    private readonly graph: GraphBuilder,
    private readonly state: StateTable,
    private readonly prefix: string,
    /** What the graph will be computed in. */
    readonly precision: Precision,
  ) {}

  /** Records `fn` for inputs of the given shapes. Throws a {@link RecordingError} where it cannot. */
  record<I extends Record<string, Tensor>, O extends Record<string, Tensor>>(
    fn: (inputs: I) => O,
    specs: Readonly<Record<string, TensorSpec>>,
  ): Recording {
    if (current !== null) throw new RecordingError('a recorded function cannot record another');
    const restore = this.replaceBackend();
    setCurrent(this);
    try {
      const fetches: Record<string, string> = {};
      const feeds: Record<string, string> = {};
      tf.tidy(() => {
        const inputs: Record<string, Tensor> = {};
        for (const [name, spec] of Object.entries(specs)) {
          const dtype = dtypeCode(spec.dtype);
          const node = this.graph.add(
            'Placeholder',
            [],
            { dtype: { type: dtype }, shape: { shape: spec.shape } },
            `${this.prefix}/in/${name}`,
          );
          feeds[name] = `${node}:0`;
          inputs[name] = this.tensor({ shape: spec.shape, dtype }, `${node}:0`);
        }
        const outputs = fn(inputs as I);
        for (const variable of [...this.pending.keys()]) this.flush(variable);
        for (const [name, tensor] of Object.entries(outputs)) {
          const after = this.updates.map((node) => `^${node}`);
          const T = { type: dtypeCode(tensor.dtype) };
          fetches[name] =
            `${this.graph.add('Identity', [this.symbol(tensor), ...after], { T }, `${this.prefix}/out/${name}`)}:0`;
        }
      });
      return { feeds, fetches, bytes: this.bytes };
    } finally {
      setCurrent(null);
      restore();
    }
  }

  /** Gives a variable a new value. Later reads within the function see the new one. */
  assign(variable: Variable, value: Tensor): void {
    const symbol = this.symbol(value);
    this.symbols.set(variable.dataId, symbol);
    this.pending.set(variable, symbol); // only the last value of a function is written, at its end
  }

  /**
   * Adds an op that changes variables in place (`ResourceApplyAdam` and its like). `handles` are the variables it
   * writes, in the op's order, before its other inputs.
   */
  applyInPlace(
    op: string,
    handles: readonly Variable[],
    inputs: readonly Tensor[],
    attrs: Record<string, AttrValue>,
  ): void {
    const symbols = inputs.map((tensor) => this.symbol(tensor));
    for (const variable of handles) this.flush(variable);
    const node = this.write(op, handles, symbols, attrs);
    for (const variable of handles) this.symbols.set(variable.dataId, this.readAfter(variable, [node]));
  }

  private flush(variable: Variable): void {
    const symbol = this.pending.get(variable);
    if (symbol === undefined) return;
    this.pending.delete(variable);
    this.write('AssignVariableOp', [variable], [symbol], { dtype: { type: dtypeCode(variable.dtype) } });
  }

  /** Adds a writing op after all earlier reads and writes of its variables. */
  private write(
    op: string,
    variables: readonly Variable[],
    inputs: readonly string[],
    attrs: Record<string, AttrValue>,
  ): string {
    const before = variables.flatMap((variable) => this.touched.get(variable) ?? []);
    const node = this.graph.add(
      op,
      [...variables.map((v) => this.state.handle(v)), ...inputs, ...before.map((name) => `^${name}`)],
      attrs,
      `${this.prefix}/${op}_${this.graph.nodes.length}`,
    );
    this.updates.push(node);
    for (const variable of variables) this.touched.set(variable, [node]);
    return node;
  }

  private readAfter(variable: Variable, after: readonly string[]): string {
    const node = this.graph.add(
      'ReadVariableOp',
      [this.state.handle(variable), ...after.map((name) => `^${name}`)],
      { dtype: { type: dtypeCode(variable.dtype) } },
      `${this.prefix}/read_${this.graph.nodes.length}`,
    );
    this.touched.set(variable, [...(this.touched.get(variable) ?? []), node]);
    return `${node}:0`;
  }

  /** The graph output behind a tensor: an input, a result, a variable's value or a constant. */
  private symbol(tensor: TensorInfo): string {
    const known = this.symbols.get(tensor.dataId);
    if (known !== undefined) return known;
    const variable = this.state.find(tensor.dataId);
    if (variable) {
      const symbol = this.readAfter(variable, []);
      this.symbols.set(tensor.dataId, symbol);
      return symbol;
    }
    const values = this.constantValues(tensor);
    const symbol = this.graph.constant(
      { dtype: dtypeCode(tensor.dtype), shape: tensor.shape, values },
      `${this.prefix}/const_${this.graph.nodes.length}`,
    );
    this.symbols.set(tensor.dataId, symbol);
    return symbol;
  }

  private constantValues(tensor: TensorInfo): ArrayLike<number> {
    const values = this.ownConstants.has(tensor.dataId)
      ? this.backend.tensorMap.get(tensor.dataId).values
      : null;
    if (values === null)
      throw new RecordingError(
        `a tensor of shape [${tensor.shape.join(', ')}] from outside the function would be frozen into the graph; ` +
          'hand it in as an input or make it a variable',
      );
    return values;
  }

  private tensor(meta: Meta, symbol: string): Tensor {
    const create = this.backend as unknown as {
      createOutputTensor(metadata: { id: number; shape: number[]; dtype: number }): Tensor;
    };
    const tensor = create.createOutputTensor({ id: -1, shape: [...meta.shape], dtype: meta.dtype });
    this.symbols.set(tensor.dataId, symbol);
    return tensor;
  }

  private run(
    op: string,
    attrs: readonly OpAttr[],
    inputs: readonly TensorInfo[],
    outputs: number,
  ): Tensor[] {
    const metas = inferShapes(op, {
      inputs: inputs.map(({ shape, dtype }) => ({ shape, dtype: dtypeCode(dtype) })),
      outputs,
      attr: (name) => attrs.find((attr) => attr.name === name)?.value,
      constant: (i) => Array.from(this.constantValues(inputs[i]!)),
    });
    if (metas === null) throw new RecordingError(`the op ${op} has no shape rule`);
    const node = this.graph.add(
      op,
      inputs.map((input) => this.symbol(input)),
      {
        ...(op === 'ExpandDims' && { T: { type: dtypeCode(inputs[0]!.dtype) } }), // its kernel leaves the type out
        ...Object.fromEntries(attrs.map((attr) => [attr.name, this.attrValue(attr)])),
      },
      `${this.prefix}/${op}_${this.graph.nodes.length}`,
    );
    return metas.map((meta, i) => {
      const output = `${node}:${i}`;
      const elements = meta.shape.reduce((product, length) => product * length, 1);
      this.bytes.set(output, sharing.has(op) ? 0 : elements * (meta.dtype === DType.bool ? 1 : 4));
      return this.tensor(meta, output);
    });
  }

  private attrValue({ name, type, value }: OpAttr): AttrValue {
    const { binding } = this.backend;
    switch (type) {
      case binding.TF_ATTR_STRING:
        return Array.isArray(value) ? { list: { s: value as string[] } } : { s: String(value) };
      case binding.TF_ATTR_INT:
        return Array.isArray(value) ? { list: { i: value as number[] } } : { i: Number(value) };
      case binding.TF_ATTR_FLOAT:
        return { f: Number(value) };
      case binding.TF_ATTR_BOOL:
        return { b: value === true };
      case binding.TF_ATTR_TYPE:
        return Array.isArray(value) ? { list: { type: value as number[] } } : { type: Number(value) };
      default:
        throw new RecordingError(`attribute ${name} has a kind that cannot be written`);
    }
  }

  /** Puts the recording in the place of the execution; returns what undoes it. */
  private replaceBackend(): () => void {
    const backend = this.backend as NativeBackend & {
      write(values: unknown, shape: number[], dtype: DataType): object;
    };
    const write = backend.write.bind(backend);
    const replaced = {
      executeSingleOutput: (op: string, attrs: OpAttr[], inputs: TensorInfo[]) =>
        this.run(op, attrs, inputs, 1)[0]!,
      executeMultipleOutputs: (op: string, attrs: OpAttr[], inputs: TensorInfo[], outputs: number) =>
        this.run(op, attrs, inputs, outputs),
      readSync: (dataId: object) => {
        const values = this.ownConstants.has(dataId) ? backend.tensorMap.get(dataId).values : null;
        if (values === null) throw new RecordingError('a value is read, but a recorded tensor has none yet');
        return values;
      },
      write: (values: unknown, shape: number[], dtype: DataType) => {
        const dataId = write(values, shape, dtype);
        this.ownConstants.add(dataId);
        return dataId;
      },
    };
    Object.assign(backend, replaced);
    return () => {
      for (const name of Object.keys(replaced)) Reflect.deleteProperty(backend, name); // the prototype's show again
    };
  }
}
