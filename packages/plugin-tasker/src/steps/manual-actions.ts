import type { PluginAudit } from '@lineclear/core/plugin';
import * as z from 'zod';

const tools = ['step_retry', 'step_resolve', 'step_complete'] as const;
/** Of each tool, the newest events that are looked at: an execution makes about five. */
const eventsRead = 500;
const endings = ['executed', 'failed', 'unknown', 'reconciled', 'stale'];

export const manualAction = z.object({
  tool: z.enum(tools),
  time: z.string(),
  principal: z.string().nullable().describe('Who called.'),
  acted_as: z.string().nullable().describe('The name that was given to the server, where it was another one.'),
  approver: z.string().nullable(),
  assurance: z.string().nullable(),
  reason: z.string().nullable(),
  outcome: z.string().describe('executed, failed, stale, unknown, or not_recorded.'),
  plan_id: z.string().nullable(),
  confirmed_seq: z.int().nullable(),
  receipt_seq: z.int().nullable(),
});
export type ManualAction = z.output<typeof manualAction>;

export interface ManualActions {
  /** Oldest first. */
  readonly actions: readonly ManualAction[];
  readonly eventsRead: number;
  /** False where older events were not looked at. */
  readonly complete: boolean;
}

/** What was done to a step through this server, in this profile: the confirmed calls of the writing step tools, with how they ended. */
export const findManualActions = async ({
  audit,
  stepUuid,
}: {
  audit: PluginAudit;
  stepUuid: string;
}): Promise<ManualActions> => {
  const found = await Promise.all(
    tools.map(async (tool) => {
      const events = (await audit.query({ tool, limit: eventsRead })).map((event) => auditEvent.parse(event));
      const ended = new Map(events.filter(({ event }) => endings.includes(event)).map((event) => [event.plan_id, event]));
      const actions = events
        .filter(({ event, input }) => event === 'confirmed' && isSame(input['step_uuid'], stepUuid))
        .map((confirmed) => toAction({ tool, confirmed, ending: ended.get(confirmed.plan_id) }));
      return { actions, events: events.length };
    }),
  );
  return {
    actions: found
      .flatMap(({ actions }) => actions)
      .toSorted((one, other) => (one.confirmed_seq ?? 0) - (other.confirmed_seq ?? 0)),
    eventsRead: found.reduce((sum, { events }) => sum + events, 0),
    complete: found.every(({ events }) => events < eventsRead),
  };
};

// Our own record, read tolerantly all the same: an older version may have written it.
const auditEvent = z.object({
  event: z.string(),
  time: z.string().catch(''),
  seq: z.int().nullable().catch(null),
  plan_id: z.string().nullable().catch(null),
  principal: z.string().nullable().catch(null),
  approver: z.string().nullable().catch(null),
  assurance: z.string().nullable().catch(null),
  input: z.record(z.string(), z.unknown()).catch({}),
});
type AuditEvent = z.output<typeof auditEvent>;

const toAction = ({
  tool,
  confirmed,
  ending,
}: {
  tool: ManualAction['tool'];
  confirmed: AuditEvent;
  ending: AuditEvent | undefined;
}): ManualAction => ({
  tool,
  time: confirmed.time,
  principal: confirmed.principal,
  acted_as: actedAs(confirmed.input),
  approver: confirmed.approver,
  assurance: confirmed.assurance,
  reason: textOf(confirmed.input['reason']),
  outcome: ending?.event ?? 'not_recorded',
  plan_id: confirmed.plan_id,
  confirmed_seq: confirmed.seq,
  receipt_seq: ending?.seq ?? null,
});

const actedAs = (input: Readonly<Record<string, unknown>>): string | null =>
  textOf(input['reset_by'] ?? input['resolved_by'] ?? input['completed_by']);

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const isSame = (value: unknown, uuid: string): boolean => typeof value === 'string' && value.toLowerCase() === uuid.toLowerCase();
