import type { TestData } from './test-values';

/** Printed command lines that no test runs, each with the reason. */
export const notRun: Readonly<Record<string, string>> = {
  'npm start': 'runs every notebook for minutes; .ci/run runs it with the profile smoke',
  'npm test': 'is what runs the tests',
  'npm run lab': 'serves until it is stopped',
  'npm run bench -- training': 'needs minutes on an idle machine, and Keras and PyTorch',
  'UNETLAB_TENSORFLOW=gpu npm start': 'needs a GPU and downloads 6.8 GB',
  'bash .ci/run': 'is what runs this test',
  'npm run mutate -- metrics --sample 80':
    'runs the tests of a room once for each change, for tens of minutes',
  'node scripts/record-sweeps.mjs': 'trains 270 networks, for hours',
  'npm run search -- start grid-36 --data DIR': 'trains 36 networks; a smaller one is run',
  'npm run search -- start SPACE.yaml --data DIR --queue redis://HOST:6379 [--workers N]':
    'needs a redis-server; npm run test:search runs it with one of its own',
  'npm run search -- worker --queue redis://HOST:6379 [--data DIR] [--jobs N]':
    'waits for trials until it is stopped; npm run test:search runs it',
  'npm run search -- submit SPACE.yaml --data DIR --slurm [--time 12:00:00]':
    'needs a cluster; npm run test:search runs one of its own',
  'npm run search -- agent ENTITY/PROJECT/SWEEP --data DIR':
    'needs a sweep on a W&B server; npm run test:wandb runs it with one of its own',
  'npm run notebook -- 01 -p project=ENTITY/PROJECT':
    'needs a project on W&B and a key; npm run test:wandb pulls from a server of its own',
  'npm run test:export': 'has its own place in .ci/run',
  'npm run test:notebooks': 'is this test',
  'npm run test:search': 'has its own place in .ci/run',
  'npm run test:pages': 'has its own place in .ci/run',
  'npm run test:wandb': 'has its own place in .ci/run',
  'npm run test:lab': 'has its own place in .ci/run',
  'npm run test:nodes': 'has its own place in .ci/run',
  'npm run notebooks:refresh': 'runs every notebook for minutes and writes into the checkout',
  'npm run notebooks:refresh -- NN': 'writes into the checkout',
  'npm run notebooks:refresh -- --check --strict':
    'fails on purpose where outputs are older than the library',
  'npm run lock': 'asks the registry for the newest packages and writes into the checkout',
  'npm install --ignore-scripts': 'changes the packages that this test runs with',
  'npm run book': 'is the last act of npm start, and has its own place in .ci/run',
  'git config diff.notebook.textconv "node scripts/notebook-text.mjs"':
    'changes the settings of the checkout',
  'git diff': 'opens a pager',
};

/** A network that stands for the reader's own. */
const network = 'test/fixtures/prediction/discs-1.safetensors';

/**
 * A printed command line with what it leaves to the reader filled in, and made short where it would run for long. What is
 * predicted with and compared is the training of the line before.
 */
export function runnable(command: string, { images, table }: TestData): string {
  const training = `${images}/../training`;
  const search = `${images}/../search`;
  const filled = command
    .replace(/\/path\/to\/(?:images|folder|data)|\bDIR\b/g, command.includes('runs=DIR') ? table : images)
    .replace(/^npm run notebook -- NN\b/, 'npm run notebook -- 00')
    .replace(/--model FILE\b/, `--model ${network}`)
    .replace('--models A B', `--models ${training}/fold-0/network.safetensors ${network}`)
    .replace('out/train/NAME', training)
    .replace('out/search/NAME', search)
    .replace(/\/path\/to\/\S+|\bFILE\b/g, table);
  if (/^npm run notebook -- \S+/.test(filled) && !/--list|--help|profile/.test(filled))
    return `${filled} --profile smoke`;
  if (filled.startsWith('npm run search -- start '))
    return `${filled} --trials 2 --set config.epochs=1 --set model.baseFilters=4 --set model.depth=2 --out ${search}`;
  if (filled.includes('--recipe')) return `${filled} --epochs 1 --folds 2 --only 0 --out ${search}-training`;
  if (filled.startsWith('npm run train ') && !filled.includes('--dry-run'))
    return `${filled} --epochs 1 --folds 2 --only 0 --set model.baseFilters=4 --set model.depth=2 --out ${training}`;
  if (filled.startsWith('npm run ladder ') && !filled.includes('--only'))
    return `${filled} --only published-256 --epochs 1 --out ${images}/../ladder.jsonl`;
  return filled;
}
