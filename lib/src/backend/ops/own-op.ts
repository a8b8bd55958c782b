import { activeRecorder } from '../graph/recorder';
import { hasOwnOp, type OwnOp } from '../tensorflow';

/** Whether one of the library's own ops can be called here: in the precision of the graph being recorded, else float32. */
export function canCallOwnOp(op: OwnOp): boolean {
  return hasOwnOp(op, activeRecorder()?.precision ?? 'float32');
}
