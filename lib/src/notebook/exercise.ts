import { showMarkdown } from './show-markdown';

/** One question of an exercise: what the reader's function is given, and what it should give. */
export interface ExerciseCase<A extends readonly unknown[]> {
  /** For people, for example `foreground, p = 0.3`. */
  readonly name: string;
  readonly given: A;
  readonly want: number;
}

/** A mistake that is easily made: answers like these are told so. */
export interface ExerciseMistake<A extends readonly unknown[]> {
  /** A sentence: what was computed, and what was asked. */
  readonly says: string;
  readonly gives: (...given: A) => number;
}

export interface ExerciseResult {
  readonly passed: boolean;
  /** Cases answered rightly. */
  readonly right: number;
  /** The line that was shown. */
  readonly text: string;
}

/**
 * Checks a reader's function on every case and shows one line: to do (the function gives NaN everywhere), the first wrong
 * case, or that all are right. A wrong answer is no error, so that a notebook with open exercises runs through.
 *
 * @param tolerance allowed |got − want| / max(|want|, 1e-12); default 1e-6
 * @param mistakes the first that gives the reader's answers in every case is named
 */
export function checkExercise<A extends readonly unknown[]>(
  title: string,
  answer: (...given: A) => number,
  cases: readonly ExerciseCase<A>[],
  {
    tolerance = 1e-6,
    mistakes = [],
  }: { readonly tolerance?: number; readonly mistakes?: readonly ExerciseMistake<A>[] } = {},
): ExerciseResult {
  if (cases.length === 0) throw new RangeError(`${title} has no case to check`);
  const answers = cases.map(({ name, given, want }) => {
    const got = outcome(() => answer(...given));
    return { name, given, want, got, right: isClose(got, want, tolerance) };
  });
  const right = answers.filter((row) => row.right).length;
  const first = answers.find((row) => !row.right);
  const made = mistakes.find(({ gives }) =>
    answers.every(({ given, got }) => isClose(got, gives(...given), tolerance)),
  );
  const told = made === undefined ? '' : `. ${made.says}`;
  const text = answers.every(({ got }) => Number.isNaN(got))
    ? `**${title}:** to do`
    : first === undefined
      ? `**${title}:** right, ${cases.length === 1 ? 'the one case' : `all ${cases.length} cases`}`
      : `**${title}:** not yet, ${right} of ${cases.length} right; ${first.name}: ${got(first.got)}, wanted ${short(first.want)}${told}`;
  solved.set(title, first === undefined);
  showMarkdown(text);
  return { passed: first === undefined, right, text };
}

/** Exercises that were checked in this process, by title. */
const solved = new Map<string, boolean>();

/**
 * For the end of a notebook of solutions: says that all exercises are solved.
 *
 * @param count how many there are
 * @throws Error where one is not, or was not checked
 */
export function assertSolved(count: number): void {
  const open = [...solved].filter(([, passed]) => !passed).map(([title]) => title);
  if (open.length > 0) throw new Error(`not solved: ${open.join(', ')}`);
  if (solved.size !== count) throw new Error(`${solved.size} exercises were checked; there are ${count}`);
  console.log(count === 1 ? 'The exercise is solved.' : `All ${count} exercises are solved.`);
}

function isClose(got: number | string, want: number, tolerance: number): boolean {
  return typeof got === 'number' && Math.abs(got - want) <= tolerance * Math.max(Math.abs(want), 1e-12);
}

function outcome(run: () => number): number | string {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const short = (value: number): string => String(Number(value.toPrecision(6)));
const got = (value: number | string): string =>
  typeof value === 'number' ? `got ${short(value)}` : `it threw "${value}"`;
