import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readText } from './read-text';

/** `a_b` with each sign between its words, and with none. */
const spelled = (names: string): string[] =>
  names
    .split(' ')
    .flatMap((name) =>
      name.includes('_') ? ['_', ' ', '-', ''].map((sign) => name.replaceAll('_', sign)) : [name],
    );

describe('names of columns', () => {
  it('of scores have their word at any place', async () => {
    const scores = (
      'dice dsc iou miou jacard jaccard acc accuracy auc auroc f1 fscore recall sensitivity specificity mse rmse mae psnr ' +
      'ssim hausdorff hd95 assd asd nsd pq aji kappa mcc fid kid lpips nll map map50 bleu score reward perplexity'
    ).split(' ');
    const header = ['lr', ...scores.flatMap((score) => [`my_${score}`, `my ${score}.a`, `my${score}`])];
    const { records } = await readText('t.csv', `${header.join()}\n${header.map((_, i) => i).join()}\n`);
    assert.deepEqual(
      Object.keys(records[0]!.summary),
      scores.flatMap((score) => [`my_${score}`, `my ${score}.a`]),
    );
  });

  it('that say which run it is, are its name without the blanks around it', async () => {
    for (const title of ['name', 'run', ...spelled('run_name trial_name'), 'Run Name']) {
      const { records } = await readText('t.csv', `${title},lr,val_dice\n a ,0.1,0.5\nb,0.2,0.6\n`);
      assert.deepEqual(
        records.map(({ id, name }) => [id, name]),
        [
          ['a', 'a'],
          ['b', 'b'],
        ],
        title,
      );
    }
  });
});
