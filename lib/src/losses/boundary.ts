import { tf } from '../backend';
import { meanOfPixels } from './counted';
import type { LossTerm } from './loss';

/**
 * Boundary loss (Kervadec and others, 2019): the mean over pixels of φ p, where φ is the signed distance to the
 * truth's edge in pixels, negative inside. Probability far outside costs much, probability inside earns. It has no
 * lower bound of its own, so it is used beside a region loss with a small weight.
 */
export function boundaryTerm(): LossTerm {
  return {
    name: 'boundary',
    options: {},
    needsDistance: true,
    value: ({ logits, distance, counted }) => {
      if (!distance) throw new Error('the boundary loss needs distance maps');
      return meanOfPixels(distance.mul(tf.sigmoid(logits)), counted);
    },
  };
}
