/** What was found in an image without a mask, or with one. */
export interface PredictedImage {
  readonly image: string;
  readonly count: number | null;
  /** In pixels. */
  readonly coveredArea: number | null;
  /** Where a mask lay beside it. */
  readonly jaccard: number | null;
  /** Why it could not be read. */
  readonly reason?: string | null;
}

/** Predicted images as a table. A column that no image has a value for is left out. */
export function predictedTable(images: readonly PredictedImage[]): Record<string, string | number | null>[] {
  const scored = images.some(({ jaccard }) => jaccard !== null);
  const failed = images.some(({ reason }) => (reason ?? '') !== '');
  return images.map(({ image, count, coveredArea, jaccard, reason }) => ({
    image,
    objects: count,
    'covered area, px': coveredArea,
    ...(scored && { Jaccard: jaccard }),
    ...(failed && { problem: reason ?? null }),
  }));
}
