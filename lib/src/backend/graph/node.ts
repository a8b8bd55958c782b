import type { DTypeCode } from '../native';

/** A constant's value: numbers, or one number that fills the whole shape. */
export interface Constant {
  readonly dtype: DTypeCode;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** An attribute of a graph node, as TensorFlow's `AttrValue` message knows it. */
export type AttrValue =
  | { readonly b: boolean }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly s: string }
  | { readonly type: number }
  | { readonly shape: readonly number[] }
  | { readonly tensor: Constant }
  | { readonly list: AttrList };

export interface AttrList {
  readonly i?: readonly number[];
  readonly f?: readonly number[];
  readonly b?: readonly boolean[];
  readonly s?: readonly string[];
  readonly type?: readonly number[];
}

/**
 * One op of a graph. Inputs name an output of another node as `node:index`, or order two nodes without data as
 * `^node`.
 */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attrs: Readonly<Record<string, AttrValue>>;
}

/** A growing list of nodes with unique names. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  private readonly names = new Set<string>();

  /** Adds a node and returns its name: `name` itself, or the op's with a number where none is given. */
  add(
    op: string,
    inputs: readonly string[],
    attrs: Readonly<Record<string, AttrValue>>,
    name = `${op}_${this.nodes.length}`,
  ): string {
    if (this.names.has(name)) throw new Error(`graph node ${name} exists twice`);
    this.names.add(name);
    this.nodes.push({ name, op, inputs, attrs });
    return name;
  }

  /** Adds a constant and returns its output. */
  constant(value: Constant, name?: string): string {
    return `${this.add('Const', [], { dtype: { type: value.dtype }, value: { tensor: value } }, name)}:0`;
  }
}
