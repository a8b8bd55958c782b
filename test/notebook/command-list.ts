import type { TestData } from './test-values';

/** Printed command lines that no test runs, each with the reason. */
export const notRun: Readonly<Record<string, string>> = {
  'npm start': 'runs every notebook for minutes; .ci/run runs it with the profile smoke',
  'npm test': 'is what runs the tests',
  'npm run lab': 'serves until it is stopped',
  'npm run bench -- training': 'needs minutes on an idle machine, and Keras and PyTorch',
  'UNETLAB_TENSORFLOW=gpu npm start': 'needs a GPU and downloads 6.8 GB',
  'bash .ci/run': 'is what runs this test',
  'npm run sweep -- search-15 --seeds 1,2 --out data/sweeps/search-15.jsonl':
    'trains for an hour and writes to data/',
  'npm run sweep -- grid-36 --seeds 1,2 --out data/sweeps/grid-36.jsonl':
    'trains for hours and writes to data/',
  'npm run compare -- --models A B --data DIR': 'needs two trainings; A and B stand for them',
  'npm run test:notebooks': 'is this test',
  'npm run test:pages': 'has its own place in .ci/run',
  'npm run test:wandb': 'has its own place in .ci/run',
};

/** A printed command line with what it leaves to the reader filled in, and made short where it would run for long. */
export function runnable(command: string, { images, table }: TestData): string {
  const filled = command
    .replace(/\/path\/to\/(?:images|folder|data)|\bDIR\b/g, command.includes('runs=DIR') ? table : images)
    .replace(/\/path\/to\/\S+|\bFILE\b/g, table);
  if (/^npm run notebook -- \S+/.test(filled) && !/--list|--help|profile/.test(filled))
    return `${filled} --profile smoke`;
  if (filled.startsWith('npm run train ') && !filled.includes('--dry-run')) return `${filled} --dry-run`;
  if (filled.startsWith('npm run ladder ') && !filled.includes('--only'))
    return `${filled} --only published-256 --epochs 1 --out ${images}/../ladder.jsonl`;
  return filled;
}
