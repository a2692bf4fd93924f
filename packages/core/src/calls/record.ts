import { canonicalJson } from '../digest/canonical.ts';
import { sha256Hex } from '../digest/sha256.ts';
import type { ErrorCode } from '../plugin/errors.ts';
import type { JsonObject } from '../plugin/json.ts';
import type { ToolEntry } from '../registry/types.ts';
import type { EventDraft } from '../store/event.ts';
import type { CallDependencies } from './call-dependencies.ts';
import { shortened } from './input-record.ts';
import type { CallRequest } from './types.ts';

// These have events of their own, chained with the plan's transition.
const recordedByProtocol: ReadonlySet<ErrorCode> = new Set(['rejected', 'stale', 'expired', 'unknown_outcome', 'rate_limited']);

/** True when a write's error answer is not in the trail yet. Throttled calls are counted by metrics only: a flood must not fill the trail. */
export const needsRefusal = ({ code, details }: { code: ErrorCode; details?: JsonObject }): boolean =>
  !recordedByProtocol.has(code) && details?.['status'] !== 'failed';

/** Queues the event of a finished read, or of a write that was refused before the protocol recorded anything. */
export const recordCall = ({
  event,
  request,
  entry,
  profile,
  args,
  outcome,
  durationMs,
  parts,
}: {
  event: 'read' | 'refused';
  request: CallRequest;
  entry: ToolEntry | undefined;
  profile: string;
  args: JsonObject | undefined;
  outcome: string;
  durationMs: number;
  parts: CallDependencies;
}): void | Promise<void> => {
  const { caller, traceId } = request;
  const kept = args === undefined ? undefined : parts.redactor.value(shortened(args));
  const draft: EventDraft = {
    event,
    time: new Date(parts.clock.now()).toISOString(),
    principal: caller.principal.id,
    ...(caller.client === undefined ? {} : { client: caller.client }),
    ...(caller.remoteAddress === undefined ? {} : { remote_address: caller.remoteAddress }),
    tool: entry?.name ?? parts.redactor.text(request.tool.slice(0, 128)),
    ...(entry === undefined ? {} : { plugin: entry.plugin }),
    profile,
    ...(kept === undefined ? {} : { input_digest: sha256Hex(canonicalJson(kept)), input: kept }),
    outcome,
    duration_ms: Math.round(durationMs * 1_000) / 1_000,
    ...(traceId === undefined ? {} : { trace_id: traceId }),
  };
  return parts.trail.record(draft);
};
