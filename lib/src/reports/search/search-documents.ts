import type { CheckedClaim } from '../../analysis';
import type { Figure } from '../../types';
import { analysisComplete } from '../analysis-complete';
import { claimRows } from '../claim-rows';
import { claimsReport } from '../claims-report';
import type { MeasuredEvidence } from '../evidence';
import type { GridFacts } from '../facts/grid-facts';
import type { SearchFacts } from '../facts/search-facts';
import { gridReport } from '../grid-report';
import { quickStart } from '../quick-start';
import type { ReportDocument } from '../report';
import { searchReport } from '../search-report';

/** Everything that the reports of a search are written from. */
export interface SearchDocumentsParts {
  readonly facts: SearchFacts;
  readonly grid: GridFacts | null;
  readonly claims: readonly CheckedClaim[];
  /** Statements that the grid's report judges; default none. */
  readonly beforehand?: readonly CheckedClaim[];
  readonly measured: readonly MeasuredEvidence[];
  /** Figures that exist as pictures; those of the grid are told by their names. */
  readonly figures: readonly Figure[];
  /** Documents that other notebooks wrote to the same folder. */
  readonly beside?: readonly ReportDocument[];
  /** The runs that general statements were asked of again. */
  readonly others: string;
  /** Command that writes them again. */
  readonly command: string;
}

const ofGrid = ({ name }: Figure): boolean => /^(?:grid_|stability_)/.test(name);

/** The reports of a search, a grid and the published claims, with the page for a reader in a hurry at the end. */
export function searchDocuments(parts: SearchDocumentsParts): ReportDocument[] {
  const { facts, grid, measured: evidence, beside = [], others: again, command } = parts;
  const figures = parts.figures.filter((figure) => /^fig\d/.test(figure.name));
  const rows = claimRows(parts.claims);
  const report = searchReport(facts, { figures, evidence });
  const gridFigures = parts.figures.filter(ofGrid);
  const judged = claimRows(parts.beforehand ?? []);
  const ofTheGrid = grid === null ? [] : [gridReport(grid, { figures: gridFigures, claims: judged })];
  const claims = claimsReport(rows, { again });
  const complete = analysisComplete(facts, {
    documents: [report, ...ofTheGrid, claims],
    figures,
    evidence,
    claims: rows,
  });
  const documents = [report, complete, ...ofTheGrid, claims];
  const front = quickStart(facts, { documents: [...documents, ...beside], figures, evidence, command });
  return [...documents, front];
}
