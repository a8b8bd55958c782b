import { ringArea, type Outline, type Ring } from './trace-outlines';

/** A polygon: the ring around it, then those around its holes. No ring meets itself. */
export type Polygon = readonly Ring[];

/**
 * An outline as polygons that readers of GeoJSON take: a ring that comes to a corner twice, where pixels touch diagonally,
 * is taken apart there, and every hole goes with the polygon that it lies in.
 */
export function simplePolygons({ outer, holes }: Outline): Polygon[] {
  const rings = [...outer, ...holes].flatMap(takenApart);
  const shells = rings.filter((ring) => ringArea(ring) > 0).map((ring) => ({ ring, holes: [] as Ring[] }));
  for (const hole of rings.filter((ring) => ringArea(ring) < 0)) {
    const around = shells
      .filter(({ ring }) => contains(ring, hole))
      .sort((a, b) => ringArea(a.ring) - ringArea(b.ring))[0];
    around?.holes.push(hole);
  }
  return shells.map(({ ring, holes: own }) => [ring, ...own]);
}

function takenApart(ring: Ring): Ring[] {
  const done: Ring[] = [];
  const way: number[] = [];
  const places = new Map<string, number>();
  for (let i = 0; i < ring.length; i += 2) {
    const key = `${ring[i]!},${ring[i + 1]!}`;
    const before = places.get(key);
    if (before !== undefined) {
      const loop = way.splice(before);
      done.push(loop);
      for (let j = 2; j < loop.length; j += 2) places.delete(`${loop[j]!},${loop[j + 1]!}`);
    }
    places.set(key, way.length);
    way.push(ring[i]!, ring[i + 1]!);
  }
  return [...done, way];
}

/** Whether a hole lies in a ring: by the middle of the pixel beside the hole's first edge, inside the hole. */
function contains(ring: Ring, hole: Ring): boolean {
  const [x0, y0, x1, y1] = hole as [number, number, number, number];
  const [dx, dy] = [Math.sign(x1 - x0), Math.sign(y1 - y0)];
  // The object lies at the right hand, so the hole at the left.
  const [x, y] = [x0 + (dx + dy) / 2, y0 + (dy - dx) / 2];
  let inside = false;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    const [ax, ay, by] = [ring[i]!, ring[i + 1]!, ring[j + 1]!];
    if (ay > y !== by > y && ax > x) inside = !inside;
  }
  return inside;
}
