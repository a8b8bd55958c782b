import { hostileTexts } from '../text/hostile-texts';

/** A table of 52 runs as W&B exports it, whose names, sweep, notes and tags are {@link hostileTexts}. */
export function hostileTable(): string {
  const texts = Object.values(hostileTexts);
  const quoted = (text: string): string => `"${text.replace(/"/g, '""').replaceAll('\u0000', '')}"`;
  const rows = Array.from({ length: 2 * texts.length }, (_, i) => {
    const text = texts[i % texts.length]!;
    const rate = 1e-4 * (1 + ((i * 7) % 13));
    const score = 0.5 + 0.3 * Math.sin(i * 2.3);
    return [
      quoted(text),
      'finished',
      quoted(texts[i % 3]!),
      quoted(text),
      quoted(text),
      [4, 8][i % 2],
      rate,
      quoted(texts[i % 4]!),
      score,
    ].join(',');
  });
  return [
    'Name,State,Sweep,Notes,Tags,batch_size,learning_rate,augmentation,val_dice_coefficient',
    ...rows,
  ].join('\n');
}
