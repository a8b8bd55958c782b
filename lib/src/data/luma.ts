/** Weights of red, green and blue in luma, after ITU-R BT.601: what grey means wherever colour becomes grey. */
export const lumaWeights = [0.299, 0.587, 0.114] as const;

/** Luma of a colour, in the units of its arguments. */
export function luma(red: number, green: number, blue: number): number {
  return lumaWeights[0] * red + lumaWeights[1] * green + lumaWeights[2] * blue;
}
