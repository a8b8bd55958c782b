import type { GradientSnapshot, RingInfluence } from '../../analysis';
import {
  lossMathematicsInfo,
  type InfluenceShareRow,
  type LossMathematicsOptions,
  type PixelInfluence,
} from '../../figures';
import type { SceneGeometry } from '../mathematical-facts';

type Row = Record<string, string | number>;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const titles: Readonly<Record<string, string>> = {
  'cross-entropy': 'Cross-entropy',
  dice: 'Dice',
  focal: 'Focal',
  combined: 'Combined',
};
const titleOf = (name: string): string => titles[name] ?? name;

/** The same scene at several sizes. */
export function sceneTable(scenes: readonly SceneGeometry[]): Row[] {
  return scenes.map(({ side, foreground, edge }) => ({
    size: `${side}²`,
    foreground: percent(foreground),
    'foreground to background': `1:${(1 / foreground - 1).toFixed(1)}`,
    'within 1 px of an edge': percent(edge),
  }));
}

/** Shares of the classes in the pixels and in each loss's gradient: at the first, the middle and the last snapshot. */
export function snapshotBars(snapshots: readonly GradientSnapshot[]): InfluenceShareRow[] {
  const middle = snapshots[Math.floor(snapshots.length / 2)]!;
  return [snapshots[0]!, middle, snapshots.at(-1)!].flatMap(({ epoch, losses }) => {
    const group = epoch === 0 ? 'Before training' : `After epoch ${epoch}`;
    const pixels = { name: 'Pixels', group, sums: losses[0]!.influence.map((row) => row.pixels) };
    const each = losses.map(({ name, influence }) => ({
      name: titleOf(name),
      group,
      sums: influence.map((row) => row.influence),
    }));
    return [pixels, ...each];
  });
}

/** Where each loss pulls at one time of a training, by class. */
export function ringTable({ losses, confidence }: GradientSnapshot): Row[] {
  return losses.flatMap(({ name, influence }) =>
    influence.map((row, r) => ({
      loss: titleOf(name),
      class: row.name,
      pixels: percent(row.share),
      'mean p_t': confidence[r]!.toFixed(2),
      'measured weight': row.weight.toPrecision(2),
      gradient: percent(row.influence),
      amplification: `${row.amplification.toFixed(2)}×`,
    })),
  );
}

/** The published classes beside what was measured, in the same order. */
export function measuredClassTable(measured: readonly RingInfluence[], { classes }: PixelInfluence): Row[] {
  return measured.map(({ name, share, weight, influence, amplification }, i) => {
    const stated = classes[i]!;
    return {
      class: `${stated.name} / ${name.toLowerCase()}`,
      'pixels, published': percent(stated.share),
      'pixels, measured': percent(share),
      'weight, published': stated.weight,
      'weight, measured': Number(weight.toPrecision(2)),
      'influence, published': percent(stated.influence),
      'influence, measured': percent(influence),
      'amplification, published': `${stated.amplification.toFixed(1)}×`,
      'amplification, measured': `${amplification.toFixed(2)}×`,
    };
  });
}

/** How much of the training the first term is, by three measures, and the angle between the terms. */
export function termTable(snapshots: readonly GradientSnapshot[]): Row[] {
  return snapshots.map(({ epoch, terms, update }) => {
    const first = terms[0]!;
    return {
      epoch,
      'Dice: of the loss': percent(first.ofLoss),
      'of the pixels’ gradients': percent(first.ofPixels),
      'of the update': percent(first.ofUpdate),
      'angle between the terms': `${((Math.acos(update.cosine) * 180) / Math.PI).toFixed(0)}°`,
    };
  });
}

/** Below which probability of a foreground pixel the focal term leads, and the ratio of the terms at one half. */
export function crossingTable(
  snapshots: readonly GradientSnapshot[],
  options: Pick<LossMathematicsOptions, 'alpha' | 'gamma' | 'weights' | 'sides'>,
): Row[] {
  return snapshots.map(({ epoch, scene }) => {
    const { p, gradient, crossing } = lossMathematicsInfo({ ...options, scene, by: 'logit' });
    const half = p.findIndex((value) => value >= 0.5);
    const ratio = gradient.dice[half]! / gradient.focal[half]!;
    return {
      epoch,
      'Focal leads below p =': crossing ?? (ratio > 1 ? 'nowhere' : 'everywhere'),
      'Dice over Focal at p = 0.5': ratio,
    };
  });
}

/** Which classes of pixels the update comes from, beside the far background's share of the pixels' gradients. */
export function updateTable(snapshots: readonly GradientSnapshot[]): Row[] {
  return snapshots.map(({ epoch, update, losses }) => ({
    epoch,
    ...Object.fromEntries(
      update.classes.map(({ name, share }) => [`${name}: of the update`, percent(share)]),
    ),
    'Far background: of the pixels’ gradients': percent(losses.at(-1)!.influence[0]!.influence),
  }));
}
