import * as z from 'zod';
import type { Answer } from '../../http/route.ts';
import { stalenessOf } from '../model/staleness.ts';
import { dlqResolutions } from '../model/states.ts';
import type { DlqResolution } from '../model/states.ts';
import { dlqEntry, dlqStats, investigationQueue, stalenessRow } from '../wire/dlq.ts';
import { changeDlqRecord } from '../world/dlq-moves.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { bodyOf, limitOf, pathUuid } from './parse.ts';
import { refuse, rejectAsText } from './refusal.ts';

/** `/v1/dlq`: the dead-letter queue and the staleness monitor. Enums are in PascalCase here. */
export const dlqEndpoints = (store: Store): readonly Endpoint[] => [
  { method: 'GET', path: '/v1/dlq', permission: 'dlq:read', handle: (call) => listAnswer(store, call) },
  { method: 'GET', path: '/v1/dlq/stats', permission: 'dlq:stats', handle: () => ({ json: dlqStats(store.dlq.newestFirst()) }) },
  {
    method: 'GET',
    path: '/v1/dlq/investigation-queue',
    permission: 'dlq:read',
    handle: ({ request, nowMs }) => ({
      json: investigationQueue({ records: store.dlq.newestFirst(), limit: limitOf(request, { fallback: 100 }), nowMs }),
    }),
  },
  {
    method: 'GET',
    path: '/v1/dlq/staleness',
    permission: 'dlq:read',
    handle: ({ request, nowMs }) => {
      const limit = limitOf(request, { fallback: 100 });
      return {
        json: stalenessOf(store.newestFirst(), nowMs)
          .slice(0, limit)
          .map((row) => stalenessRow(row, nowMs)),
      };
    },
  },
  {
    method: 'GET',
    path: '/v1/dlq/task/:task_uuid',
    permission: 'dlq:read',
    handle: ({ params }) => {
      const uuid = pathUuid(params['task_uuid']);
      const record = store.dlq.latestOf(uuid);
      if (record === undefined) throw refuse('NOT_FOUND', `DLQ entry not found for task ${uuid}`);
      return { json: dlqEntry(record) };
    },
  },
  {
    method: 'PATCH',
    path: '/v1/dlq/entry/:dlq_entry_uuid',
    permission: 'dlq:update',
    handle: (call) => updateAnswer(store, call),
  },
];

const resolutionNames = z.enum(['Pending', 'ManuallyResolved', 'PermanentlyFailed', 'Cancelled']);

const listAnswer = (store: Store, { request }: EndpointCall): Answer => {
  const resolution = resolutionOf(request.query['resolution_status']);
  const limit = limitOf(request, { fallback: 50 });
  const offset = limitOf(request, { name: 'offset', fallback: 0 });
  const records = store.dlq.newestFirst();
  const chosen = resolution === undefined ? records : records.filter((record) => record.resolution === resolution);
  return { json: chosen.slice(offset, offset + limit).map(dlqEntry) };
};

const resolutionOf = (text: string | undefined): DlqResolution | undefined => {
  if (text === undefined) return undefined;
  const parsed = resolutionNames.safeParse(text);
  if (parsed.success) return parsed.data;
  const names = Object.keys(dlqResolutions).map((name) => `\`${name}\``);
  throw rejectAsText(
    400,
    `Failed to deserialize query string: resolution_status: unknown variant \`${text}\`, expected one of ${names.join(', ')}`,
  );
};

const investigationUpdate = z.object({
  resolution_status: resolutionNames.nullish(),
  resolution_notes: z.string().nullish(),
  resolved_by: z.string().nullish(),
  metadata: z.json().nullish(),
});

const updateAnswer = (store: Store, { request, params, nowMs }: EndpointCall): Answer => {
  const uuid = pathUuid(params['dlq_entry_uuid']);
  const body = bodyOf(request, investigationUpdate);
  const record = store.dlq.find(uuid);
  if (record === undefined) throw refuse('NOT_FOUND', `DLQ entry not found: ${uuid}`);
  const change = {
    resolution: body.resolution_status ?? undefined,
    notes: body.resolution_notes ?? undefined,
    resolvedBy: body.resolved_by ?? undefined,
    metadata: body.metadata ?? undefined,
  };
  if (!changeDlqRecord({ store, record, change, atMs: nowMs })) throw refuse('DATABASE_ERROR', 'Database operation failed');
  return { json: { success: true, message: 'Investigation status updated successfully', dlq_entry_uuid: uuid } };
};
