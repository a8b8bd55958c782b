import type { Orientation, Picture, Samples } from './picture';

/** Whether showing the picture upright exchanges its height and width. */
export function turnsSides(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** Says the turn: `orientation 6 (a quarter turn)`. */
export function orientationText(orientation: Orientation): string {
  const turns = ['upright', 'mirrored', 'half a turn', 'mirrored and half a turn'];
  const quarters = [
    'a quarter turn, mirrored',
    'a quarter turn',
    'a quarter turn, mirrored',
    'a quarter turn',
  ];
  return `orientation ${orientation} (${(orientation < 5 ? turns[orientation - 1] : quarters[orientation - 5])!})`;
}

/** The picture as it is shown: its EXIF turn applied to all planes, and 1 as what is left of it. */
export function upright(picture: Picture): Picture {
  return turned(picture, picture.orientation);
}

/** The picture with an EXIF turn applied, whatever its own was; its orientation is 1 then. */
export function turned(picture: Picture, orientation: Orientation): Picture {
  if (orientation === 1) return picture.orientation === 1 ? picture : { ...picture, orientation: 1 };
  const { height, width, channels } = picture;
  const sides = turnsSides(orientation);
  return {
    ...picture,
    height: sides ? width : height,
    width: sides ? height : width,
    orientation: 1,
    data: turnPlane(picture.data, height, width, channels, orientation),
    ...(picture.indices && { indices: turnPlane(picture.indices, height, width, 1, orientation) }),
  };
}

/**
 * Turns samples that are stored `height × width × channels` as EXIF asks: the stored row 0 and column 0 are the shown
 * top and left (1), top and right (2), bottom and right (3), bottom and left (4), left and top (5), right and top (6),
 * right and bottom (7), left and bottom (8).
 */
export function turnPlane<T extends Samples>(
  data: T,
  height: number,
  width: number,
  channels: number,
  orientation: Orientation,
): T {
  const result = data.slice() as T;
  const sides = turnsSides(orientation);
  const [rows, columns] = sides ? [width, height] : [height, width];
  // The mirrors of the shown picture that lead to the stored one, before rows and columns are exchanged.
  const fromRight = [2, 3, 6, 7].includes(orientation);
  const fromBottom = [3, 4, 7, 8].includes(orientation);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const u = fromRight ? columns - 1 - x : x;
      const v = fromBottom ? rows - 1 - y : y;
      const from = (sides ? u * width + v : v * width + u) * channels;
      const to = (y * columns + x) * channels;
      for (let c = 0; c < channels; c += 1) result[to + c] = data[from + c]!;
    }
  }
  return result;
}
