import type { EventLog } from '../store/event-log';
import type { Suggester, Suggestion, Told } from './suggester';

/**
 * A suggester that writes down what it is asked and told, one thing after the other, so that a search that was killed goes on
 * where it was: the new suggester is asked and told the same before anything else.
 */
export class SuggestionLog {
  /** Suggestions so far, by configuration. */
  readonly asked = new Map<number, Suggestion>();
  readonly told = new Map<number, Told>();
  /** Whether there is nothing more to ask for. */
  isThrough = false;
  private readonly answers = new Map<string, 'go on' | 'prune'>();
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly suggester: Suggester,
    private readonly log: EventLog,
  ) {}

  /** @throws one line where the suggester says something else than it did before */
  static async open(suggester: Suggester, log: EventLog): Promise<SuggestionLog> {
    const own = new SuggestionLog(suggester, log);
    for (const event of log.read()) {
      if (event.kind === 'asked') {
        const now = await suggester.ask();
        if (JSON.stringify(now) !== JSON.stringify(event.suggestion))
          throw new Error(
            `the search cannot go on as it began: its suggestion ${own.asked.size + 1} was ${said(event.suggestion)} then and is ${said(now)} now ` +
              '(another version of Optuna?); start it in a new folder with --out',
          );
        own.asked.set(event.suggestion.configuration, event.suggestion);
      } else if (event.kind === 'reported') {
        const { configuration, epoch, score, answer } = event;
        await suggester.report(configuration, epoch, score ?? NaN);
        own.answers.set(`${configuration} ${epoch}`, answer);
      } else if (event.kind === 'told') {
        await suggester.tell(event.configuration, event.told);
        own.told.set(event.configuration, event.told);
      }
    }
    return own;
  }

  ask(): Promise<Suggestion | null> {
    return this.inTurn(async () => {
      const suggestion = await this.suggester.ask();
      // An end is not written down: a larger budget may move it.
      if (suggestion === null) this.isThrough = true;
      else {
        this.log.append({ kind: 'asked', suggestion });
        this.asked.set(suggestion.configuration, suggestion);
      }
      return suggestion;
    });
  }

  /** An epoch that was reported before, by a trial that was killed since, has the answer that it had. */
  report(configuration: number, epoch: number, score: number): Promise<'go on' | 'prune'> {
    return this.inTurn(async () => {
      const key = `${configuration} ${epoch}`;
      const before = this.answers.get(key);
      if (before) return before;
      const answer = await this.suggester.report(configuration, epoch, score);
      this.log.append({
        kind: 'reported',
        configuration,
        epoch,
        score: Number.isFinite(score) ? score : null,
        answer,
      });
      this.answers.set(key, answer);
      return answer;
    });
  }

  tell(configuration: number, told: Told): Promise<void> {
    return this.inTurn(async () => {
      if (this.told.has(configuration)) return;
      await this.suggester.tell(configuration, told);
      this.log.append({ kind: 'told', configuration, told });
      this.told.set(configuration, told);
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => undefined);
    return result;
  }
}

function said(suggestion: Suggestion | null): string {
  return suggestion === null ? 'none' : JSON.stringify(suggestion.values);
}
