import type { MeasuredObject } from '../objects/measure-objects';
import { simplePolygons } from './simple-polygons';
import type { Outline, Ring } from './trace-outlines';

/**
 * Objects as GeoJSON in pixels of the picture (pixel (0, 0) spans 0 to 1), as QuPath imports them: a feature an object,
 * with its measurements. Holes are kept; an object of several pieces is a MultiPolygon.
 */
export function objectsGeoJson(outlines: readonly Outline[], objects: readonly MeasuredObject[]): string {
  const measures = new Map(objects.map((object) => [object.label, object]));
  const features = outlines.map((outline) => featureText(outline, measures.get(outline.label)!));
  return `${GEOJSON.begin}${features.join(GEOJSON.between)}${GEOJSON.end}`;
}

/** What stands around the features of a file. */
export const GEOJSON = {
  begin: '{"type":"FeatureCollection","features":[\n',
  between: ',\n',
  end: '\n]}\n',
} as const;

/** One object as a feature. */
export function featureText(outline: Outline, object: MeasuredObject): string {
  const polygons = simplePolygons(outline).map((polygon) => polygon.map(closed));
  const { label, ...numbers } = object;
  const geometry =
    polygons.length === 1
      ? { type: 'Polygon', coordinates: polygons[0] }
      : { type: 'MultiPolygon', coordinates: polygons };
  const measurements = Object.fromEntries(
    Object.entries(numbers).filter(([, value]) => typeof value === 'number' && Number.isFinite(value)),
  );
  return JSON.stringify({
    type: 'Feature',
    geometry,
    properties: {
      objectType: 'detection',
      name: String(label),
      label,
      touchesEdge: numbers.touchesEdge,
      measurements,
    },
  });
}

/** A ring as a list of positions; the last is the first again. */
function closed(ring: Ring): [number, number][] {
  const positions: [number, number][] = [];
  for (let i = 0; i < ring.length; i += 2) positions.push([ring[i]!, ring[i + 1]!]);
  return [...positions, positions[0]!];
}
