import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readDataSet, type DataSet } from '../data';
import { preferredPrecision } from '../backend';
import { WriteError } from '../files';
import {
  changeRecipeBy,
  dataSetFacts,
  planDataSet,
  recipeFromJson,
  recipes,
  type Recipe,
  type RecipeName,
} from '../recipes';
import { libraryVersion } from '../training';
import { hashOf } from './images/search-images';
import { keepImages } from './images/kept-images';
import type { Distribution, SearchSpace } from './space/search-space';
import { claimSearch, readManifest, searchFormat, type SearchManifest } from './store/manifest';

export interface SearchPlan {
  readonly space: SearchSpace;
  /** Folder of images and masks; default the space's own. */
  readonly data?: string;
  /** How it is to be read, as `npm run train` takes it: `group`, `foreground`, … */
  readonly options?: Readonly<Record<string, string>>;
  /** Fields of the base that differ from it, as `config.epochs=20`. */
  readonly set?: readonly string[];
  /** Search folder; default `out/search/NAME`. */
  readonly out?: string;
  /** Receives what the images were read as, and the like. */
  readonly onNotice?: (line: string) => void;
}

/** A search whose folder is taken: what `runSearch` goes by. */
export interface PreparedSearch {
  readonly folder: string;
  readonly manifest: SearchManifest;
  /** Whether it was begun before. */
  readonly isKnown: boolean;
}

/**
 * Reads the images, settles the recipe that the space's values are put into, and takes the search folder, or goes on with the
 * same search there.
 *
 * @throws one line where the folder holds another search, the images say too little, or the base is not known
 */
export async function prepareSearch(plan: SearchPlan): Promise<PreparedSearch> {
  const { space, set = [], options = {}, onNotice } = plan;
  const dataFolder = plan.data ?? space.data;
  if (dataFolder === null)
    throw new Error(
      `name the folder of your images and masks: --data DIR, or data: in the space ${space.name}`,
    );
  const folder = plan.out ?? join('out', 'search', space.name);
  const isKnown = existsSync(join(folder, 'search.json'));
  const images = await readDataSet(dataFolder, { ...options, channels: 3 });
  onNotice?.(images.summary);
  // A plan looks at how fast this machine is now: the search keeps the one that it began with.
  const planned = baseRecipe(space.base, images);
  // Looked at last, since another start may have begun meanwhile.
  const base =
    space.base === 'plan' && existsSync(join(folder, 'search.json')) ? readManifest(folder).recipe : planned;
  const recipe = withPrecision(changeRecipeBy(base, set), space.parameters);
  const manifest = claimSearch(folder, {
    format: searchFormat,
    name: space.name,
    space,
    recipe,
    data: {
      name: images.name,
      hash: hashOf(images),
      folder: resolve(dataFolder),
      options,
      objects: dataSetFacts(images.samples).contrast.objects,
    },
    library: libraryVersion,
    created: new Date().toISOString(),
  });
  keepOrSay(folder, images, manifest.data.hash, onNotice);
  return { folder, manifest, isKnown };
}

function keepOrSay(folder: string, images: DataSet, hash: string, onNotice: SearchPlan['onNotice']): void {
  if (existsSync(join(folder, 'images.bin'))) return;
  try {
    if (keepImages(folder, images, hash)) return;
    onNotice?.(
      'the images are too many to be kept beside the search: each trial reads them from their folder',
    );
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    onNotice?.(
      `the images are not kept beside the search, and each trial reads them from their folder: ${error.message}`,
    );
  }
}

/** The recipe that a space names: a plan for the images, one with a name, or a file. Only a file says its precision. */
function baseRecipe(base: string, images: DataSet): Recipe {
  if (base === 'plan') {
    const { recipe } = planDataSet(images);
    const { precision: _ofItsWidth, ...config } = recipe.config;
    return { ...recipe, config };
  }
  if (base in recipes) return recipes[base as RecipeName];
  if (existsSync(base)) return recipeFromJson(readFileSync(base, 'utf8'), basename(base));
  throw new Error(
    `there is no base ${base}; allowed: plan, ${Object.keys(recipes).join(', ')}, or a recipe file`,
  );
}

/** One precision for all trials, so that they compare: what suits the narrowest network that the space allows. */
function withPrecision(recipe: Recipe, parameters: SearchSpace['parameters']): Recipe {
  const filters = parameters.find(({ path }) => path === 'model.baseFilters');
  const narrowest = filters === undefined ? NaN : leastOf(filters.distribution);
  const precision = preferredPrecision(Number.isFinite(narrowest) ? narrowest : recipe.model.baseFilters);
  return { ...recipe, config: { precision, ...recipe.config } };
}

/** The least value that may be drawn; NaN where there is none. */
function leastOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return Number(distribution.value);
    case 'categorical':
      return Math.min(...distribution.values.map(Number));
    case 'normal':
    case 'log-normal':
      return NaN;
    case 'uniform':
    case 'log-uniform':
    case 'int-uniform':
      return distribution.low;
  }
}
