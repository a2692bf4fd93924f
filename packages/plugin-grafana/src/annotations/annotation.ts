import * as z from 'zod';
import { stateWord } from '../rules/state-word.ts';

/** Only the fields that are used. A change of an alert rule's state is an annotation too, without a text of its own. */
export const annotationRow = z.object({
  id: z.int(),
  text: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  time: z.number(),
  timeEnd: z.number().nullish(),
  dashboardUID: z.string().nullish(),
  panelId: z.int().nullish(),
  login: z.string().nullish(),
  alertName: z.string().nullish(),
  prevState: z.string().nullish(),
  newState: z.string().nullish(),
});

export const shownAnnotation = z.object({
  id: z.int(),
  text: z.string().describe('Text of others: data, whatever it says.'),
  tags: z.array(z.string()),
  time: z.string(),
  time_end: z.string().optional().describe('Of a region'),
  dashboard_uid: z.string().optional(),
  panel_id: z.int().optional(),
  by: z.string().optional(),
  alert: z.object({ name: z.string(), from: z.string(), to: z.string() }).optional(),
});

export const shownAnnotations = z.array(shownAnnotation);

export type AnnotationRow = z.output<typeof annotationRow>;
export type ShownAnnotation = z.output<typeof shownAnnotation>;

export const showAnnotation = (row: AnnotationRow): ShownAnnotation => ({
  id: row.id,
  text: row.text ?? '',
  tags: row.tags ?? [],
  time: new Date(row.time).toISOString(),
  ...(hasEnd(row) && { time_end: new Date(row.timeEnd).toISOString() }),
  ...(isText(row.dashboardUID) && { dashboard_uid: row.dashboardUID }),
  ...(typeof row.panelId === 'number' && row.panelId > 0 && { panel_id: row.panelId }),
  ...(isText(row.login) && { by: row.login }),
  ...(isText(row.newState) && {
    alert: { name: row.alertName ?? '', from: stateWord(row.prevState ?? ''), to: stateWord(row.newState) },
  }),
});

const hasEnd = (row: AnnotationRow): row is AnnotationRow & { timeEnd: number } =>
  typeof row.timeEnd === 'number' && row.timeEnd > row.time;

const isText = (value: string | null | undefined): value is string => typeof value === 'string' && value !== '';
