import type { StoredRun } from './store';

type Filter = Readonly<Record<string, unknown>>;

/** Applies W&B's MongoDB-like run filters, as far as clients use them. Throws for an operator it does not know. */
export function matches(run: StoredRun, filter: Filter): boolean {
  return Object.entries(filter).every(([key, condition]) => {
    if (key === '$and') return (condition as Filter[]).every((inner) => matches(run, inner));
    if (key === '$or') return (condition as Filter[]).some((inner) => matches(run, inner));
    return meets(valueOf(run, key), condition);
  });
}

function meets(value: unknown, condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return value === condition;
  return Object.entries(condition).every(([operator, operand]) => {
    switch (operator) {
      case '$eq':
        return value === operand;
      case '$ne':
        return value !== operand;
      case '$in':
        return (operand as unknown[]).includes(value);
      case '$gt':
        return (value as number) > (operand as number);
      case '$gte':
        return (value as number) >= (operand as number);
      case '$lt':
        return (value as number) < (operand as number);
      case '$lte':
        return (value as number) <= (operand as number);
      case '$exists':
        return (value !== undefined) === operand;
      default:
        throw new Error(`unknown filter operator ${operator}`);
    }
  });
}

function valueOf(run: StoredRun, key: string): unknown {
  switch (key) {
    case 'sweep':
      return run.sweepName;
    case 'name':
      return run.name;
    case 'display_name':
    case 'displayName':
      return run.displayName;
    case 'state':
      return run.state;
    case 'created_at':
    case 'createdAt':
      return run.createdAt;
  }
  const [where, ...path] = key.split('.');
  const text = where === 'config' ? run.config : where === 'summary_metrics' ? run.summaryMetrics : undefined;
  if (text === undefined) throw new Error(`unknown filter field ${key}`);
  let value: unknown = JSON.parse(text);
  for (const part of path) value = (value as Record<string, unknown> | undefined)?.[part];
  return value;
}
