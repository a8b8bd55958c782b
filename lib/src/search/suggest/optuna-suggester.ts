import type { FieldValue } from '../../recipes';
import type { SearchSpace } from '../space/search-space';
import { OptunaProcess } from './optuna-process';
import {
  fixedDistribution,
  optunaDistribution,
  optunaValue,
  type OptunaDistribution,
} from './optuna-parameter';
import type { Suggester, Suggestion } from './suggester';

export interface OptunaOptions {
  /** Python of the environment that set-up made; null where there is none. */
  readonly python: string | null;
  /** File of Optuna's own journal, made anew; default none. */
  readonly journal?: string;
  /** Says what is tried, where Optuna only prunes. */
  readonly configurations?: Iterator<Suggestion, void>;
}

/** Optuna's names for its samplers, by method. */
const samplers = { bayes: 'tpe', 'cma-es': 'cma-es', qmc: 'qmc', grid: 'fixed', random: 'fixed' } as const;

/** Suggestions, pruning, or both, by Optuna. */
export async function optunaSuggester(space: SearchSpace, options: OptunaOptions): Promise<Suggester> {
  const { method, objective, seed, prune, name } = space;
  const { configurations } = options;
  const optuna = new OptunaProcess(options.python);
  const drawn = space.parameters.map((parameter) => ({ parameter, as: optunaDistribution(parameter) }));
  /** Last epoch that a configuration was judged by: of several trainings of one, the first to get there counts. */
  const judged = new Map<number, number>();

  const asked = Object.fromEntries(drawn.flatMap(({ parameter, as }) => (as ? [[parameter.path, as]] : [])));
  try {
    await optuna.ask({
      do: 'open',
      name,
      sampler: samplers[method],
      seed,
      direction: objective.goal,
      prune,
      journal: options.journal ?? null,
      parameters: asked,
    });
  } catch (error) {
    await optuna.close();
    throw error;
  }

  return {
    ask: async () => {
      if (configurations) {
        const next = configurations.next();
        if (next.done === true) return null;
        const answer = await optuna.ask({ do: 'ask', fixed: fixed(next.value.values) });
        return sameNumber(answer.number, next.value);
      }
      const { number, values } = (await optuna.ask({ do: 'ask' })) as {
        number: number;
        values: Record<string, FieldValue>;
      };
      return {
        configuration: number,
        values: Object.fromEntries(
          space.parameters.map((parameter) => {
            const answer = values[parameter.path];
            const { distribution } = parameter;
            return [
              parameter.path,
              distribution.kind === 'constant' ? distribution.value : optunaValue(parameter, answer ?? null),
            ];
          }),
        ),
      };
    },
    report: async (configuration, epoch, score) => {
      if (prune === null || !Number.isFinite(score) || epoch <= (judged.get(configuration) ?? 0))
        return 'go on';
      judged.set(configuration, epoch);
      // Scores on the way are higher where they are better, whatever the objective is.
      const value = objective.goal === 'minimize' ? -score : score;
      const { pruned } = await optuna.ask({ do: 'report', number: configuration, epoch, value });
      return pruned === true ? 'prune' : 'go on';
    },
    tell: async (configuration, told) => {
      judged.delete(configuration);
      const finished = told.state === 'finished' && Number.isFinite(told.score);
      await optuna.ask({
        do: 'tell',
        number: configuration,
        state: finished ? 'finished' : told.state === 'pruned' ? 'pruned' : 'failed',
        ...(finished && { value: told.score }),
      });
    },
    close: () => optuna.close(),
  };
}

function fixed(values: Suggestion['values']): Record<string, { value: FieldValue; as: OptunaDistribution }> {
  return Object.fromEntries(
    Object.entries(values).map(([path, value]) => [path, { value, as: fixedDistribution(value) }]),
  );
}

function sameNumber(number: unknown, suggestion: Suggestion): Suggestion {
  if (number === suggestion.configuration) return suggestion;
  throw new Error(`Optuna counts trial ${String(number)} where ${suggestion.configuration} was suggested`);
}
