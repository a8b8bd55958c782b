/** What a command's reader may say about a folder of images and masks, as `-p` does in a notebook. */
export const dataSetOptions = {
  images: { type: 'string' },
  masks: { type: 'string' },
  maskSuffix: { type: 'string' },
  group: { type: 'string' },
  foreground: { type: 'string' },
  ignore: { type: 'string' },
  intensity: { type: 'string' },
  pages: { type: 'string' },
  exclude: { type: 'string' },
};
