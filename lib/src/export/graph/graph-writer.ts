export type ElementType = 'float32' | 'float16' | 'float64' | 'int64' | 'bool';

/** An output of a node of the graph being written. */
export interface Value {
  readonly output: string;
  readonly type: ElementType;
}

export type Unary = 'relu' | 'sigmoid' | 'exp' | 'log' | 'sqrt' | 'floor' | 'ceil' | 'abs' | 'sin';
export type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'max' | 'min' | 'pow';
export type Comparison = 'less' | 'lessEqual' | 'equal' | 'and';
export type Reduction = 'sum' | 'mean' | 'max' | 'min';

/** A convolution's weights, `[height, width, inputs, outputs]`. */
export interface Kernel {
  readonly shape: readonly [number, number, number, number];
  readonly values: Float32Array;
}

/** A number stands for a constant of the other operand's type. */
export type Operand = Value | number;

/**
 * The operations that a network with its preparation is written in, whatever the format. All of them take any number of
 * images of any size; there is no control flow. Planes are `[n, c, h, w]`; convolutions, poolings and what is between
 * them work in the format's own order, whose channels stand at `channelAxis`.
 */
export abstract class GraphWriter {
  abstract readonly channelAxis: 1 | 3;

  abstract constant(values: ArrayLike<number>, shape: readonly number[], type: ElementType): Value;
  abstract unary(op: Unary, x: Value): Value;
  abstract where(condition: Value, a: Value, b: Value): Value;
  abstract cast(x: Value, type: ElementType): Value;
  /** Length of an axis, an int64 without dimensions. */
  abstract size(x: Value, axis: number): Value;
  /** 0, 1, … below an int64 without dimensions. */
  abstract range(count: Value): Value;
  /** A length is a number, an int64 without dimensions, or −1 for what is left. */
  abstract reshape(x: Value, lengths: readonly Operand[]): Value;
  abstract transpose(x: Value, axes: readonly number[]): Value;
  abstract concat(parts: readonly Value[], axis: number): Value;
  /** The entries along an axis that `indices` name; the axis becomes those of `indices`. */
  abstract gather(x: Value, indices: Value, axis: number): Value;
  /** Reduces axes to length 1. */
  abstract reduce(op: Reduction, x: Value, axes: readonly number[]): Value;
  /** Index of the first largest entry; the axis vanishes. */
  abstract argMax(x: Value, axis: number): Value;
  /** Matrix products of the last two axes; the axes before them are alike. */
  abstract matmul(a: Value, b: Value): Value;
  /** The last of `rank` axes through a matrix `[length, new length]`. */
  abstract project(x: Value, matrix: Value, rank: number): Value;
  /** Along the last axis. */
  abstract softmax(x: Value): Value;
  /** Ascending, along the last axis, whose number is given. */
  abstract sort(x: Value, last: number): Value;
  /** Places where a mask holds, `[count, rank]`. */
  abstract places(mask: Value): Value;
  /** The entries at `[count, rank]` places. */
  abstract at(x: Value, places: Value): Value;

  /** With `same` padding; in the format's order. */
  abstract conv(x: Value, kernel: Kernel, bias: Float32Array | null, stride: number): Value;
  /** 2 × 2 transposed with stride 2; the kernel is `[2, 2, outputs, inputs]`. */
  abstract up(x: Value, kernel: Kernel, bias: Float32Array): Value;
  /** 2 × 2 maximum with stride 2. */
  abstract pool(x: Value): Value;

  protected abstract binary(op: Arithmetic | Comparison, a: Value, b: Value): Value;

  add = (a: Operand, b: Operand): Value => this.both('add', a, b);
  sub = (a: Operand, b: Operand): Value => this.both('sub', a, b);
  mul = (a: Operand, b: Operand): Value => this.both('mul', a, b);
  div = (a: Operand, b: Operand): Value => this.both('div', a, b);
  max = (a: Operand, b: Operand): Value => this.both('max', a, b);
  min = (a: Operand, b: Operand): Value => this.both('min', a, b);
  pow = (a: Operand, b: Operand): Value => this.both('pow', a, b);
  less = (a: Operand, b: Operand): Value => this.both('less', a, b);
  lessEqual = (a: Operand, b: Operand): Value => this.both('lessEqual', a, b);
  equal = (a: Operand, b: Operand): Value => this.both('equal', a, b);
  and = (a: Value, b: Value): Value => this.binary('and', a, b);

  clamp(x: Value, low: Operand, high: Operand): Value {
    return this.min(this.max(x, low), high);
  }

  /** Planes `[n, c, h, w]` with a matrix `[new, old]` along each of their sides. */
  along(planes: Value, { down, across }: { readonly down: Value; readonly across: Value }): Value {
    const turned = (x: Value): Value => this.transpose(x, [0, 1, 3, 2]);
    const wide = this.project(planes, this.transpose(across, [1, 0]), 4);
    return turned(this.project(turned(wide), this.transpose(down, [1, 0]), 4));
  }

  /** {@link where} with numbers. */
  choose(condition: Value, a: Operand, b: Operand): Value {
    const type = typeof a === 'number' ? (b as Value).type : a.type;
    return this.where(condition, this.value(a, type), this.value(b, type));
  }

  /** Length of an axis as a float64, in which it can be reckoned with. */
  length(x: Value, axis: number): Value {
    return this.cast(this.size(x, axis), 'float64');
  }

  /** 0, 1, … below a float64, as a float64. */
  upTo(count: Value): Value {
    return this.cast(this.range(this.whole(count)), 'float64');
  }

  /** A float64 that is a whole number, as int64: a length or an index. */
  whole(x: Value): Value {
    return this.cast(x, 'int64');
  }

  /** Nearest whole number, halves up, as JavaScript rounds. */
  round(x: Value): Value {
    return this.unary('floor', this.add(x, 0.5));
  }

  private both(op: Arithmetic | Comparison, a: Operand, b: Operand): Value {
    const type = typeof a === 'number' ? (b as Value).type : a.type;
    return this.binary(op, this.value(a, type), this.value(b, type));
  }

  private value(x: Operand, type: ElementType): Value {
    return typeof x === 'number' ? this.constant([x], [], type) : x;
  }
}
