import { mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { objectLines } from '../folder/rows';
import type { MeasuredObject } from '../objects/measure-objects';
import { featureText, GEOJSON } from '../outlines/geojson';
import { roiSet } from '../outlines/roi-set';
import type { Outline } from '../outlines/trace-outlines';
import type { NumberedStrip } from './numbered-strips';
import { StripOutlines } from './strip-outlines';

/** ROIs of a `RoiSet.zip`, which is made in memory; a ZIP that every program reads holds 65,535 files at most. */
const ROIS = 20_000;

export interface ObjectFilesTask {
  readonly name: string;
  readonly out: string;
  readonly width: number;
  readonly height: number;
  /** Objects that will come. */
  readonly count: number;
  readonly pixelSize?: number | undefined;
}

/** Table, GeoJSON and ROIs of a picture whose objects come strip by strip: each object is written once it has ended. */
export class ObjectFiles {
  /** Relative to the folder of outputs. */
  readonly table: string;
  private readonly geoJson: string;
  private readonly rois: string[] = [];
  private readonly files = new Map<string, FileHandle>();
  private readonly outlines: StripOutlines;
  /** Measures of objects that may go on. */
  private readonly measures = new Map<number, MeasuredObject>();
  /** Outlines of the next `RoiSet.zip`. */
  private readonly traced: Outline[] = [];
  private features = 0;

  constructor(private readonly task: ObjectFilesTask) {
    this.table = join('objects', `${task.name}.csv`);
    this.geoJson = join('geojson', `${task.name}.geojson`);
    this.outlines = new StripOutlines(task.width);
  }

  get written(): string[] {
    return [this.table, this.geoJson, ...this.rois];
  }

  /** Objects that are too large for an outline. */
  get withoutOutline(): number {
    return this.outlines.leftOut;
  }

  async add(strip: NumberedStrip): Promise<void> {
    const { name, height, pixelSize } = this.task;
    const rows = strip.objects.map((object) => ({ image: name, ...object }));
    if (strip.top === 0) {
      await this.append(this.table, objectLines(null, pixelSize));
      await this.append(this.geoJson, GEOJSON.begin);
    }
    await this.append(this.table, objectLines(rows, pixelSize));
    for (const object of strip.objects) this.measures.set(object.label, object);
    const isLast = strip.top + strip.rows === height;
    const outlines = this.outlines.add(strip, isLast);
    const features = outlines.map((outline) => featureText(outline, this.measures.get(outline.label)!));
    if (features.length > 0)
      await this.append(
        this.geoJson,
        `${this.features > 0 ? GEOJSON.between : ''}${features.join(GEOJSON.between)}`,
      );
    this.features += features.length;
    for (const outline of outlines) {
      this.traced.push(outline);
      if (this.traced.length === ROIS) await this.writeRois();
    }
    if (isLast && (this.traced.length > 0 || this.rois.length === 0)) await this.writeRois();
    for (const label of this.measures.keys())
      if (isLast || !strip.last.has(label)) this.measures.delete(label);
    if (isLast) await this.append(this.geoJson, GEOJSON.end);
  }

  async close(): Promise<void> {
    for (const file of this.files.values()) await file.close();
    this.files.clear();
  }

  private async writeRois(): Promise<void> {
    const { name, out, count } = this.task;
    const part = count > ROIS ? `-${this.rois.length + 1}` : '';
    const path = join('rois', `${name}-RoiSet${part}.zip`);
    await mkdir(join(out, 'rois'), { recursive: true });
    await writeFile(join(out, path), roiSet(this.traced.splice(0), count));
    this.rois.push(path);
  }

  private async append(path: string, content: string | Uint8Array): Promise<void> {
    const whole = join(this.task.out, path);
    let file = this.files.get(path);
    if (!file) {
      await mkdir(dirname(whole), { recursive: true });
      file = await open(whole, 'w');
      this.files.set(path, file);
    }
    await file.appendFile(content);
  }
}
