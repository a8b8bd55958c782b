/** File name endings that are read, in lower case, longest first: `.ome.tif` is one ending. */
export const pictureEndings = [
  '.ome.tiff',
  '.ome.tif',
  '.jpeg',
  '.tiff',
  '.webp',
  '.png',
  '.jpg',
  '.tif',
  '.bmp',
  '.gif',
  '.npy',
] as const;

const CONVERT: Readonly<Record<string, string>> = {
  '.npz': 'unpack it into .npy files (numpy.save)',
  '.nii': 'save its slices as .tif or .npy',
  '.nii.gz': 'save its slices as .tif or .npy',
  '.nrrd': 'save its slices as .tif or .npy',
  '.mha': 'save its slices as .tif or .npy',
  '.dcm': 'save its slices as .tif or .npy',
  '.h5': 'save its images as .tif or .npy',
  '.hdf5': 'save its images as .tif or .npy',
  '.mat': 'save its arrays as .npy',
  '.zarr': 'save its images as .tif or .npy',
  '.czi': 'export it as .tif (Fiji: File, Save As, Tiff)',
  '.nd2': 'export it as .tif (Fiji: File, Save As, Tiff)',
  '.lif': 'export it as .tif (Fiji: File, Save As, Tiff)',
  '.lsm': 'export it as .tif (Fiji: File, Save As, Tiff)',
  '.oib': 'export it as .tif (Fiji: File, Save As, Tiff)',
  '.oif': 'export it as .tif (Fiji: File, Save As, Tiff)',
  '.vsi': 'export it as .tif (Fiji: File, Save As, Tiff)',
  '.ims': 'export it as .tif (Fiji: File, Save As, Tiff)',
  '.stk': 'rename it to .tif: it is a TIFF',
  '.svs': 'export the region of interest as .tif',
  '.ndpi': 'export the region of interest as .tif',
  '.mrxs': 'export the region of interest as .tif',
  '.scn': 'export the region of interest as .tif',
  '.heic': 'convert it to .png or .jpg',
  '.heif': 'convert it to .png or .jpg',
  '.avif': 'convert it to .png',
  '.jxl': 'convert it to .png',
  '.jp2': 'convert it to .png or .tif',
  '.psd': 'convert it to .png or .tif',
  '.svg': 'convert it to .png',
  '.pdf': 'convert its pictures to .png',
  '.pgm': 'convert it to .png',
  '.ppm': 'convert it to .png',
  '.pbm': 'convert it to .png',
  '.pnm': 'convert it to .png',
  '.pfm': 'convert it to .tif or .npy',
  '.exr': 'convert it to .tif or .npy',
  '.hdr': 'convert it to .tif or .npy',
  '.fits': 'convert it to .tif or .npy',
  '.tga': 'convert it to .png',
  '.dng': 'convert it to .tif',
  '.cr2': 'convert it to .tif',
  '.nef': 'convert it to .tif',
  '.arw': 'convert it to .tif',
  '.roi': 'draw it into a mask picture (.png)',
  '.json': 'draw its outlines into mask pictures (.png)',
  '.xml': 'draw its outlines into mask pictures (.png)',
  '.geojson': 'draw its outlines into mask pictures (.png)',
};

/** The ending by which a picture file is known, in lower case (`.ome.tif` for `x.OME.TIF`), or null for another file. */
export function pictureEnding(name: string): string | null {
  const lower = name.toLowerCase();
  return pictureEndings.find((ending) => lower.endsWith(ending) && lower.length > ending.length) ?? null;
}

/** The file's name without its ending (`scan` for `scan.ome.tif`), in composed Unicode; case is kept. */
export function pictureStem(name: string): string {
  const ending = pictureEnding(name) ?? /\.[^.]*$/.exec(name)?.[0] ?? '';
  return name.slice(0, name.length - ending.length).normalize('NFC');
}

/**
 * What to do with a file of images or annotations that is not read (`.czi`: `export it as .tif …`), or null where the
 * ending is no picture's.
 */
export function conversionOf(name: string): { readonly ending: string; readonly advice: string } | null {
  const lower = name.toLowerCase();
  const ending = Object.keys(CONVERT)
    .filter((candidate) => lower.endsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  return ending === undefined ? null : { ending, advice: CONVERT[ending]! };
}
