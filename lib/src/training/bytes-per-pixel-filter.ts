/**
 * Bytes that a float32 training step of the U-Net takes at its peak for each pixel, image and base filter, measured on
 * recorded steps of depth 4 (`Program.peakBytes`); a test holds it against them.
 */
export const bytesPerPixelFilter = 92;
