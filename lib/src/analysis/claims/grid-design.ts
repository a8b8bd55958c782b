import { appliedRate } from '../audit/never-applied';
import { historyColumn } from '../records/history-columns';
import { describe } from '../statistics/describe';
import { shortNumber } from '../statistics/number-text';
import type { Claim } from './claim';
import {
  contradicted,
  differenceFinding,
  levelsFinding,
  notSupported,
  reproduced,
  undecided,
} from './findings';
import { architectureName, logOf } from './grid-study';
import { on } from './material';

const strategy = { source: 'Optimization strategy', subject: 'grid', kind: 'design' } as const;

/** How the strategy document says the grid was run, against what the runs hold. */
export const gridDesign: readonly Claim[] = [
  {
    ...strategy,
    id: 'grid.size',
    quotation: '4 Learning Rates × 3 Batch Sizes × 3 Architectures = 36 experiments',
    check: on('grid', ['learningRate', 'batchSize', 'architecture'], (study) => {
      const sizes = (['learningRate', 'batchSize', 'architecture'] as const).map(
        (role) => study.distinct(role).length,
      );
      const cells = new Set(
        study.records.map((_, i) =>
          ['learningRate', 'batchSize', 'architecture']
            .map((role) => study.levels(role as 'learningRate')[i])
            .join('|'),
        ),
      ).size;
      const words = `The runs hold ${sizes.join(' × ')} levels, ${cells} combinations, ${study.records.length} runs`;
      const figures = {
        learningRates: sizes[0]!,
        batchSizes: sizes[1]!,
        architectures: sizes[2]!,
        cells,
        runs: study.records.length,
      };
      return sizes.join() === '4,3,3' && cells === 36 && study.records.length === 36
        ? reproduced(`${words}, as configured.`, figures)
        : contradicted(`${words}.`, figures);
    }),
  },
  {
    ...strategy,
    id: 'grid.rates-tested',
    quotation: 'Learning Rate: [1e-4, 5e-4, 1e-3, 5e-3]',
    check: on('grid', ['learningRate'], (study) => {
      const rates = appliedRate(study.records, study.fields);
      const list = (values: readonly number[]): string =>
        values.map((value) => shortNumber(value)).join(', ');
      if (rates === null)
        return undecided(
          'No run logged the learning rate that it used.',
          {},
          'histories that log the learning rate',
        );
      const figures = { ...rates };
      const claimed = [1e-4, 5e-4, 1e-3, 5e-3];
      const same =
        rates.logged.length === 4 &&
        claimed.every((rate) => rates.logged.some((logged) => Math.abs(logged - rate) < 0.01 * rate));
      const words = `${rates.configured.length} rates were configured (${list(rates.configured)}); the ${rates.compared} histories start from ${list(rates.logged)}`;
      return same
        ? reproduced(`${words}.`, figures)
        : contradicted(`${words}, and ${rates.different} of them differ from their configuration.`, figures);
    }),
  },
  {
    ...strategy,
    id: 'grid.batch-values',
    quotation: 'Batch Size: [8, 16, 32]',
    check: on('grid', ['batchSize'], (study) =>
      levelsFinding(
        'batch sizes',
        ['8', '16', '32'],
        study.distinct('batchSize').sort((a, b) => Number(a) - Number(b)),
        study.records.length,
      ),
    ),
  },
  {
    ...strategy,
    id: 'grid.architectures',
    quotation: 'Architecture: [UNet, Attention_UNet, Attention_ResUNet]',
    check: on('grid', ['architecture'], (study) =>
      levelsFinding(
        'architectures',
        ['U-Net', 'Attention U-Net', 'Attention ResU-Net'],
        study.distinct('architecture').map(architectureName),
        study.records.length,
      ),
    ),
  },
  {
    ...strategy,
    id: 'grid.epochs',
    quotation: 'Epochs: 30',
    check: on('grid', ['epochBudget'], (study) =>
      levelsFinding('epoch budgets', ['30'], study.distinct('epochBudget'), study.records.length),
    ),
  },
  {
    ...strategy,
    id: 'grid.patience',
    quotation: 'EarlyStopping(… patience=10 …)',
    check: on('grid', ['bestEpoch', 'epochs', 'epochBudget'], (study) => {
      const [best, ran, budget] = [
        study.numbers('bestEpoch'),
        study.numbers('epochs'),
        study.numbers('epochBudget'),
      ];
      const stopped = Array.from(ran, (epochs, i) => ({
        after: epochs - best[i]!,
        full: epochs >= budget[i]!,
      })).filter(({ after, full }) => Number.isFinite(after) && !full);
      const ten = stopped.filter(({ after }) => after === 10).length;
      const figures = { stopped: stopped.length, ten };
      if (stopped.length === 0)
        return undecided('No run ended before its budget.', {}, 'a run that stopped early');
      const words = `${ten} of ${stopped.length} runs that stopped early did so 10 epochs after their best`;
      return ten === stopped.length ? reproduced(`${words}.`, figures) : contradicted(`${words}.`, figures);
    }),
  },
  {
    ...strategy,
    id: 'grid.plateau',
    quotation: 'ReduceLROnPlateau(monitor=…, factor=0.5, patience=5, min_lr=1e-6)',
    check: on('grid', [], (study) => {
      const ratios = study.records.flatMap(({ history }) => {
        const column = history === null ? null : historyColumn(history, 'learningRate');
        const rates = column === null ? [] : history![column]!;
        return rates.flatMap((rate, i) =>
          i > 0 && rate < rates[i - 1]! * 0.999 ? [rate / rates[i - 1]!] : [],
        );
      });
      if (ratios.length === 0)
        return undecided(
          'No history logs a fall of the learning rate.',
          {},
          'histories that log the learning rate',
        );
      const halved = ratios.filter((ratio) => Math.abs(ratio - 0.5) < 0.005).length;
      const figures = { falls: ratios.length, halved };
      const words = `${halved} of ${ratios.length} logged falls of the learning rate halve it`;
      return halved === ratios.length ? reproduced(`${words}.`, figures) : contradicted(`${words}.`, figures);
    }),
  },
  {
    ...strategy,
    kind: 'number',
    id: 'grid.minutes',
    quotation: 'Average per experiment: 60-90 minutes',
    check: on('grid', ['seconds'], (study) => {
      const { mean, n, max } = describe(study.numbers('seconds'));
      const minutes = mean! / 60;
      const figures = { minutes, longest: max! / 60, n };
      const words = `The ${n} experiments took ${shortNumber(minutes)} minutes on average, the longest ${shortNumber(max! / 60)}`;
      return minutes >= 60 && minutes <= 90
        ? reproduced(`${words}.`, figures)
        : contradicted(`${words}.`, figures);
    }),
  },
  {
    ...strategy,
    kind: 'number',
    id: 'grid.hours',
    quotation: 'Estimated time: 36-48 hours with parallel execution',
    check: on('grid', ['seconds'], (study) => {
      const seconds = Array.from(study.numbers('seconds')).filter((value) => Number.isFinite(value));
      const hours = seconds.reduce((sum, value) => sum + value, 0) / 3600;
      const words = `The ${seconds.length} experiments took ${shortNumber(hours)} hours of training one after another`;
      return hours >= 36 && hours <= 48
        ? reproduced(`${words}.`, { hours })
        : contradicted(`${words}.`, { hours });
    }),
  },
  {
    ...strategy,
    kind: 'expectation',
    general: false, // what fits depends on the machine
    id: 'grid.memory',
    quotation: 'Memory constraints may limit BS32 effectiveness',
    check: on('grid', ['batchSize'], (study) => {
      const batches = study.levels('batchSize');
      const large = study.where((_, i) => batches[i] === '32').records;
      const bad = large.filter(
        ({ state }) => state === 'failed' || state === 'crashed' || state === 'killed',
      ).length;
      const figures = { runs: large.length, failed: bad };
      if (large.length === 0) return contradicted('No run used batch size 32.', figures);
      return bad > 0
        ? notSupported(
            `${bad} of ${large.length} runs with batch size 32 failed; why is not recorded.`,
            figures,
          )
        : contradicted(`All ${large.length} runs with batch size 32 went through.`, figures);
    }),
  },
  {
    ...strategy,
    kind: 'expectation',
    id: 'grid.high-variance-8',
    about: 'batchSize',
    quotation: 'Small Batch Size (8) increased gradient variance and training instability',
    check: on('grid', ['batchSize', 'stability'], (study) => {
      const groups = study.groups('batchSize', 'stability');
      const eight = groups.find(({ name }) => name === '8');
      const others = groups.filter((group) => group !== eight);
      if (eight === undefined || others.length === 0)
        return undecided('The runs hold no batch size 8 and another.');
      return differenceFinding(
        { name: 'batch size 8', values: logOf(Float64Array.from(eight.values)) },
        {
          name: `batch size ${others.map(({ name }) => name).join(', ')}`,
          values: logOf(Float64Array.from(others.flatMap(({ values }) => [...values]))),
        },
        'log10 of the standard deviation of the validation loss over the last 10 epochs',
      );
    }),
  },
];
