import * as z from 'zod';
import type { DlqChange, DlqEntry } from '../schemas/dlq.ts';
import type { ResolutionStatus } from '../schemas/states.ts';
import { toPascalCase } from '../schemas/wire.ts';
import { asWord } from '../text/as-word.ts';
import { shownJson } from './shown-json.ts';

/** What a caller wants changed; what is absent stays. */
export interface WantedChange {
  readonly resolution_status?: ResolutionStatus | undefined;
  readonly resolution_notes?: string | undefined;
  readonly resolved_by?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** The state of a dead letter that an update replaces. */
export interface DlqGuard {
  readonly dlq_entry_uuid: string;
  readonly task_uuid: string;
  readonly resolution_status: string;
  readonly resolution_timestamp: string | null;
  readonly resolution_notes: string | null;
  readonly resolved_by: string | null;
  /** Here because the server replaces metadata whole: what another operator adds meanwhile would be lost. */
  readonly metadata: unknown;
}

export const guardOf = (entry: DlqEntry): DlqGuard => ({
  dlq_entry_uuid: entry.dlq_entry_uuid,
  task_uuid: entry.task_uuid,
  resolution_status: entry.resolution_status,
  resolution_timestamp: entry.resolution_timestamp,
  resolution_notes: entry.resolution_notes,
  resolved_by: entry.resolved_by,
  metadata: entry.metadata ?? null,
});

/** The change as the server takes it. Metadata keeps what is there and gets who did this under which plan, which the server stores nowhere else. */
export const toDlqChange = ({
  wanted,
  guard,
  principal,
  planId,
}: {
  readonly wanted: WantedChange;
  readonly guard: DlqGuard;
  readonly principal: string;
  readonly planId: string;
}): DlqChange => ({
  resolution_status: wanted.resolution_status === undefined ? undefined : toPascalCase(wanted.resolution_status),
  resolution_notes: wanted.resolution_notes,
  resolved_by: resolverOf({ wanted, principal }),
  metadata: { ...asObject(guard.metadata), ...wanted.metadata, lineclear: { plan_id: planId, principal } },
});

/** Who is stored as the resolver: nobody new where only notes or metadata change. */
export const resolverOf = ({ wanted, principal }: { readonly wanted: WantedChange; readonly principal: string }) =>
  wanted.resolved_by ?? (wanted.resolution_status === undefined ? undefined : principal);

/** Whether the entry carries the mark of this plan. */
export const isMarked = ({ entry, planId }: { readonly entry: DlqEntry; readonly planId: string }): boolean =>
  marked.safeParse(entry.metadata).data?.lineclear.plan_id === planId;

const marked = z.object({ lineclear: z.object({ plan_id: z.string() }) });

/** One line for each field that changes. */
export const dlqChangeLines = ({
  wanted,
  guard,
  principal,
}: {
  readonly wanted: WantedChange;
  readonly guard: DlqGuard;
  readonly principal: string;
}): readonly string[] => [
  ...line({ field: 'resolution_status', before: guard.resolution_status, after: wanted.resolution_status }),
  ...line({ field: 'resolution_notes', before: guard.resolution_notes, after: wanted.resolution_notes }),
  ...line({ field: 'resolved_by', before: guard.resolved_by, after: resolverOf({ wanted, principal }) }),
  ...Object.entries({ ...wanted.metadata, lineclear: 'this plan and who asked for it' }).flatMap(([key, after]) =>
    line({ field: `metadata.${asWord(key)}`, before: valueOf({ object: asObject(guard.metadata), key }), after }),
  ),
];

const line = ({ field, before, after }: { field: string; before: unknown; after: unknown }): readonly string[] =>
  after === undefined || JSON.stringify(before) === JSON.stringify(after) ? [] : [`${field}: ${shown(before)} → ${shown(after)}`];

const valueOf = ({ object, key }: { object: object; key: string }): unknown => new Map(Object.entries(object)).get(key) ?? null;

const shown = (value: unknown): string => (value === null ? 'none' : shownJson({ value, maxCharacters: 200 }));

// Metadata that is no object has no keys to add to, so it becomes one of them.
const asObject = (metadata: unknown): Readonly<Record<string, unknown>> => {
  if (metadata === null || metadata === undefined) return {};
  return typeof metadata === 'object' && !Array.isArray(metadata) ? { ...metadata } : { previous: metadata };
};
