import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { resizeMask, writePng, type Picture, type Size } from '../../data';
import { confusionCounts, detectionScores, jaccard, overlapSums } from '../../metrics';
import type { ObjectSettings } from '../network-description';
import type { MeasuredObject } from '../objects/measure-objects';
import { matchObjectsOf, type ObjectTruth } from '../objects/match-objects-of';
import { objectsGeoJson } from '../outlines/geojson';
import { roiSet } from '../outlines/roi-set';
import { traceOutlines } from '../outlines/trace-outlines';
import { overlayJpeg } from '../pictures/overlay';
import { writeTiff } from '../pictures/write-tiff';
import { pictureResult, plainObjects } from '../picture-result';
import { greyLevels } from '../pictures/grey-levels';
import type { PreparedPicture } from '../prepare-picture';

/** All that is left to do for a picture once the network has spoken; plain data, for another thread. */
export interface PictureTask {
  /** Name of its files. */
  readonly name: string;
  readonly out: string;
  /** Intensities in [0, 1]. */
  readonly image: PreparedPicture;
  readonly picture: Picture;
  readonly prepared: Size & { readonly map: Float32Array };
  readonly threshold: number;
  readonly objects?: ObjectSettings | undefined;
  /** Bits of the probability map that is written; absent: none. */
  readonly maps?: 8 | 16 | undefined;
  readonly pixelSize?: number | undefined;
  /** The mask that is there, at the picture's size. */
  readonly truth?: ObjectTruth | undefined;
}

/** What stands in the tables of a picture. */
export interface FinishedPicture {
  readonly coveredArea: number;
  readonly objects: readonly MeasuredObject[];
  readonly jaccard: number | null;
  readonly trueCount: number | null;
  readonly f1: number | null;
  /** Files that were written, relative to the folder of outputs. */
  readonly files: readonly string[];
}

/** Tells objects apart, measures them and writes all files of one picture. */
export async function finishPicture(task: PictureTask): Promise<FinishedPicture> {
  const { name, out, image, prepared, threshold, objects: settings = plainObjects, truth } = task;
  const { height, width } = image;
  const size = { height, width };
  const result = pictureResult(
    prepared,
    size,
    { threshold, objects: settings },
    greyLevels({ ...image, picture: task.picture }),
  );
  const { map, mask, labels, objects } = result;
  const outlines = traceOutlines(labels, size);
  const files: string[] = [];
  const write = async (
    folder: string,
    ending: string,
    make: (path: string) => Promise<unknown>,
  ): Promise<void> => {
    await mkdir(join(out, folder), { recursive: true });
    const file = join(folder, `${name}${ending}`);
    await make(join(out, file));
    files.push(file);
  };
  await write('masks', '.png', (path) =>
    writePng(path, { ...size, channels: 1, data: mask.map((value) => 255 * value) }),
  );
  if (task.maps !== undefined) await write('maps', '.png', (path) => writeMap(path, map, size, task.maps!));
  const bits = (objects.at(-1)?.label ?? 0) > 65_535 ? 32 : 16;
  await write('labels', '.tif', (path) =>
    writeTiff(path, { ...size, bits, ...(task.pixelSize !== undefined && { pixelSize: task.pixelSize }) }, [
      bits === 16 ? new Uint16Array(labels) : new Uint32Array(labels),
    ]),
  );
  await write('overlays', '.jpg', async (path) => writeFile(path, await overlayJpeg(image, labels)));
  await write('rois', '-RoiSet.zip', (path) => writeFile(path, roiSet(outlines)));
  await write('geojson', '.geojson', (path) => writeFile(path, objectsGeoJson(outlines, objects)));
  const scores = truth
    ? scoresOf(truth, map, prepared, settings, threshold)
    : { jaccard: null, trueCount: null, f1: null };
  return { coveredArea: mask.reduce((a, b) => a + b, 0), objects, ...scores, files };
}

async function writeMap(
  path: string,
  map: Float32Array,
  { height, width }: Size,
  bits: 8 | 16,
): Promise<void> {
  if (bits === 8)
    return writePng(path, {
      height,
      width,
      channels: 1,
      data: Uint8Array.from(map, (value) => Math.round(255 * value)),
    });
  const levels = Uint16Array.from(map, (value) => Math.round(65_535 * value));
  const png = sharp(levels, { raw: { height, width, channels: 1 } })
    .toColourspace('grey16')
    .png();
  await writeFile(path, await png.toBuffer());
}

/** Pixels at the picture's size; objects at the size that they were told apart at, as in the network's own scores. */
function scoresOf(
  truth: ObjectTruth,
  map: Float32Array,
  prepared: PictureTask['prepared'],
  settings: ObjectSettings,
  threshold: number,
): Pick<FinishedPicture, 'jaccard' | 'trueCount' | 'f1'> {
  const sums = overlapSums(truth.mask, map, threshold, truth.ignore);
  const { height, width } = prepared;
  const seen: ObjectTruth = {
    height,
    width,
    mask: resizeMask(truth.mask, truth, prepared),
    ...(truth.ignore && { ignore: resizeMask(truth.ignore, truth, prepared) }),
    ...(truth.instances && { instances: resizeMask(truth.instances, truth, prepared) }),
  };
  const detected = detectionScores([matchObjectsOf(seen, prepared.map, settings, threshold)]);
  return {
    jaccard: sums.truth === 0 ? NaN : jaccard(confusionCounts(sums)),
    trueCount: detected.truth,
    f1: detected.f1,
  };
}
