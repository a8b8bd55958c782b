import type { LayerSet } from './layer-set';
import type { ModelConfig } from './model';
import { convBlock } from './unet';

/**
 * U-Net++ (Zhou and others, 2018): between encoder and decoder stands a triangle of blocks, each joined to all blocks
 * before it at its resolution and to the one below.
 */
export function unetPlusPlus<I, K>(
  nn: LayerSet<I, K>,
  image: I,
  { depth, baseFilters }: ModelConfig,
): readonly [I, ...I[]] {
  const rows: I[][] = [];
  let x = image;
  for (let level = 0; level <= depth; level += 1) {
    x = convBlock(nn, `encoder${level}`, level === 0 ? x : nn.pool(x), baseFilters << level);
    rows.push([x]);
  }
  for (let column = 1; column <= depth; column += 1)
    for (let level = 0; level + column <= depth; level += 1) {
      const row = rows[level]!;
      const filters = baseFilters << level;
      const name = `nested${level}-${column}`;
      const up = nn.up(`${name}/up`, rows[level + 1]![column - 1]!, filters);
      row.push(convBlock(nn, name, nn.concat(...row, up), filters));
    }
  return rows.slice(0, depth).map((row) => row.at(-1)!) as [I, ...I[]];
}
