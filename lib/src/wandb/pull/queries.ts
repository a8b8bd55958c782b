/** Fields that tell whether a run has changed; small enough for thousands a page. */
const briefFields = 'name displayName state tags createdAt heartbeatAt historyLineCount sweepName';

/** Everything of a run but its history. `systemMetrics` and `historyKeys` are left out: they are large and unused. */
const fullFields = `${briefFields} config summaryMetrics`;

function runsQuery(operation: string, fields: string): string {
  return `query ${operation}($entity: String!, $project: String!, $filters: JSONString, $order: String, $first: Int!, $after: String) {
  project(name: $project, entityName: $entity) {
    runCount(filters: $filters)
    runs(filters: $filters, order: $order, first: $first, after: $after) {
      edges { cursor node { ${fields} } }
      pageInfo { endCursor hasNextPage }
    }
  }
}`;
}

/** A page of runs, whole or in brief. */
export const runsDocument = {
  full: runsQuery('Runs', fullFields),
  brief: runsQuery('RunsInBrief', briefFields),
};

/** Runs by name, each under an alias (`r0`, `r1`, …). */
export function runsByNameQuery(names: readonly string[], fields: 'full' | 'brief'): NamedQuery {
  const chosen = fields === 'full' ? fullFields : briefFields;
  return byNameQuery('RunsByName', names, `{ ${chosen} }`);
}

/** The keys of histories and their last steps: asked only where a run's summary does not tell its last step. */
export function historyKeysQuery(names: readonly string[]): NamedQuery {
  return byNameQuery('HistoryKeys', names, '{ historyKeys }');
}

/** A query made for its variables. */
export interface NamedQuery {
  readonly document: string;
  readonly variables: Record<string, string | string[]>;
}

function byNameQuery(operation: string, names: readonly string[], selection: string): NamedQuery {
  const declared = names.map((_, i) => `$r${i}: String!`).join(', ');
  const parts = names.map((_, i) => `r${i}: run(name: $r${i}) ${selection}`).join('\n    ');
  const document = `query ${operation}($entity: String!, $project: String!, ${declared}) {
  project(name: $project, entityName: $entity) {
    ${parts}
  }
}`;
  return { document, variables: Object.fromEntries(names.map((name, i) => [`r${i}`, name])) };
}

/** What a sweep is, and where it is missing the names that may have been meant. */
export const sweepDocument = `query Sweep($entity: String!, $project: String!, $sweep: String!) {
  project(name: $project, entityName: $entity) {
    sweep(sweepName: $sweep) { name displayName method state config bestLoss runCount }
  }
}`;

/** The sweeps of a project: asked only to name the near ones. */
export const sweepNamesDocument = `query SweepNames($entity: String!, $project: String!) {
  project(name: $project, entityName: $entity) { sweeps(first: 200) { edges { node { name displayName } } } }
}`;

/** The projects of an entity: asked only to name the near ones. */
export const projectNamesDocument = `query ProjectNames($entity: String!) {
  models(entityName: $entity, first: 200) { edges { node { name } } }
}`;

/** The entities of the key's owner: asked only to name the near ones. */
export const entityNamesDocument = `query EntityNames {
  viewer { entity teams { edges { node { name } } } }
}`;

/** A stretch of one run's history. */
export interface Stretch {
  readonly run: string;
  /** First step. */
  readonly from: number;
  /** The step after the last. */
  readonly to: number;
  /** Rows to ask for at most; no fewer than the stretch can hold, else the server would sample. */
  readonly rows: number;
}

/**
 * One query for many stretches of histories, of one run or of several, each under an alias (`r0`, `r1`, …).
 *
 * Without keys it is `history`, the full rows. With keys it is `sampledHistory` with one specification a key, bounded
 * in the same way: one specification with all keys would lose the rows in which any is missing. There `maxStep` is
 * inclusive.
 */
export function historyQuery(stretches: readonly Stretch[], keys: readonly string[] | null): NamedQuery {
  const variables: Record<string, string | string[]> = {};
  const declared: string[] = [];
  const parts = stretches.map(({ run, from, to, rows }, i) => {
    variables[`r${i}`] = run;
    declared.push(`$r${i}: String!`);
    if (keys === null) {
      const range = `minStep: ${from}, maxStep: ${to}, samples: ${rows}`;
      return `r${i}: run(name: $r${i}) { historyLineCount rows: history(${range}) }`;
    }
    variables[`s${i}`] = keys.map((key) =>
      JSON.stringify({ keys: ['_step', key], minStep: from, maxStep: to - 1, samples: rows }),
    );
    declared.push(`$s${i}: [JSONString!]!`);
    return `r${i}: run(name: $r${i}) { historyLineCount columns: sampledHistory(specs: $s${i}) }`;
  });
  const document = `query Histories($entity: String!, $project: String!, ${declared.join(', ')}) {
  project(name: $project, entityName: $entity) {
    ${parts.join('\n    ')}
  }
}`;
  return { document, variables };
}

/** A sampled history, as W&B's charts and `run.history()` show it. Never used for a pull. */
export const sampleDocument = `query SampledHistory($entity: String!, $project: String!, $run: String!, $specs: [JSONString!]!) {
  project(name: $project, entityName: $entity) { run(name: $run) { sampledHistory(specs: $specs) } }
}`;
