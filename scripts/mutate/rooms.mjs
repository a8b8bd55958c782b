/** What reads whole inputs, and with it all that tables and layouts are read by. */
const ofRuns = {
  tests: ['runs', 'tables', 'values'],
  slow: {
    'runs/published': 'decides a hundred claims, seconds for each change',
    'runs/recorded': 'trains a recorded trial again, seconds for each change',
  },
};

/**
 * The rooms that `npm run mutate` knows: which folders of lib/src are changed (and which in them
 * are not), which tests (folders, or beginnings of files) are to notice, and which
 * of those are left out because they would take minutes for each change.
 *
 * @type {Record<string, { sources: string[], except?: string[], tests: string[], slow?: Record<string, string> }>}
 */
export const rooms = {
  random: { sources: ['random'], tests: ['random'] },
  metrics: {
    sources: ['metrics'],
    tests: ['metrics'],
    slow: { 'metrics/synthetic-beads': 'counts thousands of beads, in 10 s' },
  },
  losses: { sources: ['losses'], tests: ['losses'] },
  data: {
    sources: ['data'],
    except: ['data/audit'],
    tests: ['data'],
    slow: {
      'data/label-audit': 'of data/audit, a room of its own here',
      'data/shift-field': 'of data/audit, a room of its own here',
      'data/synthetic-against-real': 'measures real photographs, which a checkout does not hold',
    },
  },
  'data/audit': { sources: ['data/audit'], tests: ['data/label-audit', 'data/shift-field'] },
  'analysis/statistics': { sources: ['analysis/statistics'], tests: ['analysis/statistics'] },
  'wandb/exports': { sources: ['runs/layouts/wandb', 'tables'], ...ofRuns },
  runs: { sources: ['runs', 'values'], except: ['runs/layouts/wandb'], ...ofRuns },
  training: {
    sources: ['training'],
    tests: ['training'],
    slow: {
      'training/ignored-pixels': 'whole trainings, ten seconds for each change',
      'training/own-ops': 'six trainings in processes of their own, ten seconds for each change',
      'training/stages': 'whole trainings, seconds for each change',
      'training/step': 'whole trainings, a minute for each change',
      'training/train.test': 'whole trainings, minutes for each change',
    },
  },
};
