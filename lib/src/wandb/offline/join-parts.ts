import type { History, RunRecord } from '../../types';
import { HistoryColumns } from '../../values';

/** Counters that a training carries over when it is resumed, the one that says most first. */
const counters = ['epoch', 'Epoch', 'training_iteration', 'global_step', 'trainer/global_step', '_timestamp'];
const countedFromZero = 'the history counted epochs from 0';

/**
 * Joins the parts of runs that were resumed: same id, several folders, in the order of their folders. Rows are joined by
 * what goes on: by `_step` where it does, else by the epoch or another counter, else by time. From where a part begins
 * again, it replaces what the parts before it had; what lies between two parts is called lost.
 */
export function joinParts(parts: readonly RunRecord[]): RunRecord[] {
  const byId = new Map<string, RunRecord[]>();
  for (const part of parts) byId.set(part.id, [...(byId.get(part.id) ?? []), part]);
  return [...byId.values()].map((group) => (group.length === 1 ? group[0]! : joined(group)));
}

interface Row {
  readonly part: number;
  readonly values: Readonly<Record<string, number>>;
}

function joined(parts: readonly RunRecord[]): RunRecord {
  const histories = withOneEpochCount(parts);
  const counter = counterOf(histories);
  const kept: Row[] = [];
  const notices: string[] = [];
  let replaced = 0;
  histories.forEach((history, part) => {
    const rows = rowsOf(history, part);
    const first = counter === null ? NaN : least(rows, counter);
    const before = kept.length;
    const last = counter === null ? NaN : greatest(kept, counter);
    if (!Number.isNaN(first)) {
      const stay = kept.filter(({ values }) => !(values[counter!]! >= first));
      replaced += before - stay.length;
      kept.splice(0, before, ...stay);
    }
    if (isCounted(counter) && first > last + 1 && !Number.isNaN(last))
      notices.push(
        `${counter!} ${last + 1}${first - 1 > last + 1 ? ` to ${first - 1}` : ''} ${first - 1 > last + 1 ? 'are' : 'is'} lost: in no part of the run`,
      );
    kept.push(...rows);
  });
  const columns = new HistoryColumns();
  const restarts = counter !== null && counter !== '_step';
  kept.forEach(({ values }, i) => {
    const row = columns.row(undefined);
    for (const [key, value] of Object.entries(values))
      columns.setNumber(row, key, restarts && key === '_step' ? i : value);
  });
  const { history, notices: more } = columns.finish();
  const [first, last] = [parts[0]!, parts[parts.length - 1]!];
  const own = parts.flatMap((part, i) =>
    part.notices.filter(
      (notice) =>
        !notice.startsWith(countedFromZero) && !(i < parts.length - 1 && notice.startsWith('no exit record')),
    ),
  );
  return {
    ...last,
    created: first.created ?? last.created,
    tags: [...new Set(parts.flatMap(({ tags }) => tags))],
    config: Object.assign({}, ...parts.map(({ config }) => config)) as RunRecord['config'],
    summary: Object.assign({}, ...parts.map(({ summary }) => summary)) as RunRecord['summary'],
    history: kept.length > 0 ? history : null,
    notices: [
      ...new Set(own),
      ...more.filter((notice) => !notice.startsWith(countedFromZero)),
      `the run was resumed: ${parts.length} parts from several folders are joined by ${counter ?? 'the order of their folders, as no counter goes on'}`,
      ...(restarts ? ['_step begins again in a part: the rows are numbered anew'] : []),
      ...(replaced > 0
        ? [`${replaced} rows of earlier parts were trained again: the later ones are kept`]
        : []),
      ...notices,
    ],
  };
}

/** Each part's reader counts epochs from 1 where the part begins at 0; the parts of one run must count alike. */
function withOneEpochCount(parts: readonly RunRecord[]): (History | null)[] {
  const shifted = parts.map(({ notices }) => notices.some((notice) => notice.startsWith(countedFromZero)));
  if (!shifted.includes(true)) return parts.map(({ history }) => history);
  return parts.map(({ history }, i) =>
    history === null || shifted[i]! || history.epoch === undefined
      ? history
      : { ...history, epoch: history.epoch.map((epoch) => epoch + 1) },
  );
}

/** `_step` where it goes on from part to part, else the first counter that all parts have; null where none does. */
function counterOf(histories: readonly (History | null)[]): string | null {
  const present = histories.filter((history) => history !== null);
  const has = (key: string): boolean =>
    present.every((history) => history[key]?.some((value) => !Number.isNaN(value)) === true);
  if (has('_step') && goesOn(present, '_step')) return '_step';
  const known = counters.filter(has);
  return (
    known.find((key) => goesOn(present, key)) ??
    known.find((key) => key !== '_timestamp') ??
    known[0] ??
    (has('_step') ? '_step' : null)
  );
}

/** Whether each part ends later than the one before it, and none starts from the beginning. */
function goesOn(histories: readonly History[], key: string): boolean {
  return histories.every((history, i) => {
    if (i === 0) return true;
    const before = histories[i - 1]![key]!;
    const [start, began] = [smallest(history[key]!), smallest(before)];
    return start > began && largest(history[key]!) > largest(before);
  });
}

function isCounted(counter: string | null): boolean {
  return counter !== null && ['epoch', 'Epoch', 'training_iteration'].includes(counter);
}

function rowsOf(history: History | null, part: number): Row[] {
  if (history === null) return [];
  const keys = Object.keys(history);
  const length = history[keys[0] ?? '']?.length ?? 0;
  return Array.from({ length }, (_, i) => ({
    part,
    values: Object.fromEntries(
      keys.flatMap((key) => (Number.isNaN(history[key]![i]!) ? [] : [[key, history[key]![i]!]])),
    ),
  }));
}

function least(rows: readonly Row[], key: string): number {
  return smallest(rows.flatMap(({ values }) => values[key] ?? []));
}

function greatest(rows: readonly Row[], key: string): number {
  return largest(rows.flatMap(({ values }) => values[key] ?? []));
}

function smallest(values: readonly number[]): number {
  return values.reduce((low, value) => (value < low || Number.isNaN(low) ? value : low), NaN);
}

function largest(values: readonly number[]): number {
  return values.reduce((high, value) => (value > high || Number.isNaN(high) ? value : high), NaN);
}
