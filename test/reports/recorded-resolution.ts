import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recipes, resolutionLadder } from 'unetlab/recipes';
import { ResolutionStudy, type PhotographAudit } from 'unetlab/reports';
import { runRecordFromJson, type RunRecord } from 'unetlab/types';

const read = (file: string): string => readFileSync(join(process.cwd(), 'data', 'resolution', file), 'utf8');

/** The experiment on photographs, as `data/resolution` keeps it. */
export const recorded: RunRecord[] = read('runs.jsonl').trim().split('\n').map(runRecordFromJson);
export const photographs = JSON.parse(read('audit.json')) as PhotographAudit[];
export const epochs = recipes.best.config.epochs;
export const study = new ResolutionStudy({ recorded, photographs, rungs: resolutionLadder, epochs });
