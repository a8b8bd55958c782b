// The winner of a search, how sure it is, and its recipe:
//   npm run search -- best [FOLDER] [--name NAME]       writes recipes/NAME.json in the folder, default best
import { join } from 'node:path';
import { writeWhole } from 'unetlab/files';
import { recipeToJson } from 'unetlab/recipes';
import { luckVerdict } from 'unetlab/reports';
import { bestOfSearch, SearchStore, valuesText } from 'unetlab/search';
import { fileName } from 'unetlab/text';
import { commandLine, stop } from '../command-line.mjs';
import { searchFolder } from './search-folder.mjs';
import { fixed, quoted } from './words.mjs';

const { values, positionals } = commandLine(
  import.meta.url,
  { name: { type: 'string', default: 'best' } },
  { allowPositionals: true },
);
const folder = searchFolder(positionals[0]);
try {
  const store = new SearchStore(folder);
  const manifest = store.manifest();
  const best = bestOfSearch(store.records(), manifest);
  console.log(bestText(best, manifest));
  const path = join(folder, 'recipes', `${fileName(values.name)}.json`);
  writeWhole(path, recipeToJson(best.recipe));
  const told = Object.entries(manifest.data.options).map(([name, value]) => ` --${name} ${quoted(value)}`);
  console.log(
    `\nrecipe: ${path}\nnext: npm run train -- --data ${quoted(manifest.data.folder)}${told.join('')} --recipe ${quoted(path)}`,
  );
} catch ({ message }) {
  stop(message);
}

function bestText(
  { winner, objective, trials, groups, luck, noise, compared, incomplete, next },
  { name, space },
) {
  const { metric, goal } = objective;
  return [
    `${name}: best of ${compared} configurations by ${metric} (${goal === 'maximize' ? 'higher' : 'lower'} is better)${incomplete > 0 ? `; ${incomplete} more are pruned, failed or not finished` : ''}`,
    `winner   ${valuesText(winner.values, space)}`,
    `score    ${fixed(winner.score, 4)}${trials.count > 1 ? `, mean of ${trials.count} trials` : ', one trial'}${
      trials.interval
        ? `, 95 % interval ${between(trials.interval)} over trials`
        : `; three trials or more give an interval (seeds: [1, 2, 3] in the space)`
    }`,
    ...(groups
      ? [
          `held out ${fixed(groups.mean, 4)} mean Jaccard over ${groups.count} group${groups.count === 1 ? '' : 's'}${groups.interval ? `, 95 % interval ${between(groups.interval)} over groups` : ''}`,
        ]
      : []),
    luck.expectedBest === null
      ? `luck     not to be judged: ${luck.reason}`
      : `luck     the best of ${luck.n} draws with the mean and spread of these would be ${fixed(luck.expectedBest, 4)}: ${luckVerdict(luck)}${luck.corrected === null ? '' : `; with the luck of its seeds taken out the winner has ${fixed(luck.corrected, 4)}`}`,
    noise === null
      ? `noise    unknown: no configuration was trained with several seeds${space.seeds.length > 1 ? ' to the end' : ''}`
      : `noise    another seed changes a score by ±${fixed(noise, 4)} (standard deviation)`,
    ...next.map(
      ({ score, values }, i) =>
        `${i === 0 ? 'then' : '    '}     ${fixed(score, 4)}  ${valuesText(values, space)}`,
    ),
  ].join('\n');
}

function between({ low, high }) {
  return `${fixed(low, 4)} to ${fixed(high, 4)}`;
}
