import type { HttpClient } from '@lineclear/core/plugin';
import * as z from 'zod';
import { type AnnotationRow, annotationRow } from './annotation.ts';

export interface AnnotationQuery {
  /** Milliseconds since the epoch. */
  readonly range: { readonly fromMs: number; readonly toMs: number } | undefined;
  readonly tags?: readonly string[] | undefined;
  /** One of the tags is enough. */
  readonly matchAny?: boolean | undefined;
  readonly dashboardUid?: string | undefined;
  readonly panelId?: number | undefined;
  readonly type?: 'alert' | 'annotation' | undefined;
  readonly limit: number;
}

/** The newest first. */
export const readAnnotations = async ({
  http,
  query: { range, tags = [], matchAny, dashboardUid, panelId, type, limit },
  signal,
}: {
  http: HttpClient;
  query: AnnotationQuery;
  signal: AbortSignal;
}): Promise<readonly AnnotationRow[]> => {
  const query = {
    from: range?.fromMs,
    to: range?.toMs,
    tags,
    matchAny: matchAny === true ? true : undefined,
    dashboardUID: dashboardUid,
    panelId,
    type,
    limit,
  };
  const rows = (await http.get('/api/annotations', { query, signal })).json(z.array(annotationRow));
  return rows.toSorted((one, other) => other.time - one.time || other.id - one.id);
};
