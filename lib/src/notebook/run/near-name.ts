import { nearNames } from '../../text';

/** ` (did you mean epochs?)` where one of the names is what somebody may have meant, else nothing. */
export function meantName(typed: string, names: readonly string[]): string {
  const [near] = nearNames(typed, names);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}
