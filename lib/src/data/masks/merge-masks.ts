import type { ReadMask } from './read-mask';

/**
 * The masks of one image that has a file an object: their union, objects numbered in the order given; a pixel of two
 * objects belongs to the later one, a pixel that any file ignores and none calls an object is ignored.
 */
export declare function mergeMasks(masks: readonly ReadMask[]): ReadMask;
