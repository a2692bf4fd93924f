import { LineclearError } from '@lineclear/core/plugin';
import { parseTime } from '../time/parse-time.ts';
import type { AnnotationRow } from './annotation.ts';

/** An annotation as a caller asks for it. */
export interface AnnotationRequest {
  readonly text: string;
  readonly tags?: readonly string[] | undefined;
  readonly time?: string | undefined;
  readonly time_end?: string | undefined;
  readonly dashboard_uid?: string | undefined;
  readonly panel_id?: number | undefined;
}

/** Milliseconds since the epoch. */
export interface AnnotationTimes {
  readonly time: number;
  readonly timeEnd: number | undefined;
}

/** Throws `invalid_input` for an end before the beginning, and for a panel without a dashboard. */
export const timesOf = ({ request, nowMs }: { request: AnnotationRequest; nowMs: number }): AnnotationTimes => {
  if (request.panel_id !== undefined && request.dashboard_uid === undefined)
    throw refusal({ message: 'A panel has a dashboard.', hint: 'Give dashboard_uid too.', reason: 'no_dashboard_uid' });
  const time = parseTime({ text: request.time ?? 'now', field: 'time', nowMs });
  const timeEnd = request.time_end === undefined ? undefined : parseTime({ text: request.time_end, field: 'time_end', nowMs });
  if (timeEnd === undefined || timeEnd >= time) return { time, timeEnd };
  throw refusal({ message: 'The annotation ends before it begins.', hint: 'Give a time_end after time.', reason: 'time_range' });
};

/** What goes onto the wire, and what comes back of it but for the id. */
export const bodyOf = ({
  request,
  times,
}: {
  request: AnnotationRequest;
  times: AnnotationTimes;
}): Omit<AnnotationRow, 'id'> => ({
  text: request.text,
  tags: [...(request.tags ?? [])],
  time: times.time,
  ...(times.timeEnd !== undefined && { timeEnd: times.timeEnd }),
  ...(request.dashboard_uid !== undefined && { dashboardUID: request.dashboard_uid }),
  ...(request.panel_id !== undefined && { panelId: request.panel_id }),
});

/** Whether an annotation that is there says the same of the same moment. */
export const isSame = ({ row, request, time }: { row: AnnotationRow; request: AnnotationRequest; time: number }): boolean =>
  row.time === time &&
  row.text === request.text &&
  (row.dashboardUID ?? '') === (request.dashboard_uid ?? '') &&
  (row.tags ?? []).toSorted().join('\n') === (request.tags ?? []).toSorted().join('\n');

const refusal = ({ message, hint, reason }: { message: string; hint: string; reason: string }): LineclearError =>
  new LineclearError('invalid_input', message, { hint, details: { reason } });
