import type { Variable } from '@tensorflow/tfjs';
import { dtypeCode } from '../native';
import type { GraphBuilder } from './node';

/**
 * The variables of a graph: a handle for each, a way to set all of them (feeds, then the fetch `ready`) and a way to
 * read them.
 */
export class StateTable {
  private readonly handles = new Map<Variable, string>();
  readonly feeds: string[] = [];
  readonly reads: string[] = [];
  readonly ready: string;

  constructor(
    graph: GraphBuilder,
    readonly variables: readonly Variable[],
  ) {
    const assigned = variables.map((variable, i) => {
      const dtype = { type: dtypeCode(variable.dtype) };
      const shape = { shape: variable.shape };
      const name = `state/${i}`;
      const handle = graph.add(
        'VarHandleOp',
        [],
        { dtype, shape, shared_name: { s: name }, container: { s: '' } },
        name,
      );
      this.handles.set(variable, `${handle}:0`);
      const feed = graph.add('Placeholder', [], { dtype, shape }, `${name}/feed`);
      this.feeds.push(`${feed}:0`);
      this.reads.push(`${graph.add('ReadVariableOp', [handle], { dtype }, `${name}/read`)}:0`);
      return `^${graph.add('AssignVariableOp', [`${handle}:0`, `${feed}:0`], { dtype }, `${name}/assign`)}`;
    });
    const done = graph.constant({ dtype: 1, shape: [], values: [1] }, 'state/done');
    this.ready = `${graph.add('Identity', [done, ...assigned], { T: { type: 1 } }, 'state/ready')}:0`;
  }

  /** The handle of a variable; throws for one that the program does not own. */
  handle(variable: Variable): string {
    const handle = this.handles.get(variable);
    if (handle === undefined) throw new Error(`variable ${variable.name} does not belong to this program`);
    return handle;
  }

  /** The variable that holds these data, if it is one of the program's. */
  find(dataId: object): Variable | undefined {
    return this.variables.find((variable) => variable.dataId === dataId);
  }
}
