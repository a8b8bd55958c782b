import type { DataFrame } from 'danfojs-node';
import type { RunRecord } from '../../types';
import { runTable } from './run-table';

/**
 * Runs as a danfojs DataFrame, with the columns of {@link runTable}. The library is loaded with the first call, because
 * it brings TensorFlow along.
 */
export async function runFrame(records: readonly RunRecord[]): Promise<DataFrame> {
  const { DataFrame } = await import('danfojs-node');
  const { columns, rows } = runTable(records);
  return new DataFrame(rows as unknown as unknown[][], { columns: [...columns] });
}
