import * as z from 'zod';
import { shownLine } from '../../loki/shown-lines.ts';
import { seriesRow } from '../../prometheus/shown-series.ts';

/** A query of a panel with what its datasource answered. */
export const shownQuery = z.object({
  ref_id: z.string(),
  datasource: z.string(),
  note: z.string().optional().describe('How the datasource was chosen, where that may surprise.'),
  expression: z.string().describe('With values for variables.'),
  unresolved: z.array(z.string()).optional().describe('Variables without a value.'),
  status: z.enum(['ok', 'failed', 'not_run']),
  reason: z.string().optional().describe('Why it failed or was not run.'),
  series: z.array(seriesRow),
  lines: z.array(shownLine).describe('Newest first.'),
  total: z.int().describe('Series found, or lines read.'),
  more: z.int().describe('Series left out.'),
});
