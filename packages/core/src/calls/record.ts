import { canonicalJson } from '../digest/canonical.ts';
import { sha256Hex } from '../digest/sha256.ts';
import type { ErrorCode } from '../plugin/errors.ts';
import type { JsonObject } from '../plugin/json.ts';
import type { ToolEntry } from '../registry/types.ts';
import type { EventDraft } from '../store/event.ts';
import type { CallDependencies } from './call-dependencies.ts';
import { shortened } from './input-record.ts';
import { withoutSecretArguments } from './secret-arguments.ts';
import { shownName } from './shown-name.ts';
import type { CallRequest } from './types.ts';

// These have events of their own, chained with the plan's transition.
const recordedByProtocol: ReadonlySet<ErrorCode> = new Set(['rejected', 'stale', 'expired', 'unknown_outcome']);

/** True when an error that the confirm protocol answered is not in the trail yet. */
export const needsRefusal = ({ code, details }: { code: ErrorCode; details?: JsonObject }): boolean =>
  !recordedByProtocol.has(code) && details?.['status'] !== 'failed';

/** Queues the event of a finished read, or of a write that was refused before the protocol recorded anything. */
export const recordCall = ({
  event,
  request,
  entry,
  args,
  outcome,
  durationMs,
  parts,
}: {
  event: 'read' | 'refused';
  request: CallRequest;
  entry: ToolEntry | undefined;
  args: JsonObject | undefined;
  outcome: string;
  durationMs: number;
  parts: CallDependencies;
}): void | Promise<void> => {
  const { caller, traceId } = request;
  const { redactor } = parts;
  const named = args?.['profile'];
  const draft: EventDraft = {
    event,
    time: timeText(parts.clock.now()),
    principal: caller.principal.id,
    ...(caller.client === undefined ? {} : { client: caller.client }),
    ...(caller.remoteAddress === undefined ? {} : { remote_address: caller.remoteAddress }),
    tool: entry?.name ?? shownName({ name: request.tool, redactor }),
    ...(entry === undefined ? {} : { plugin: entry.plugin }),
    profile: typeof named === 'string' ? shownName({ name: named, redactor }) : caller.profile,
    ...(entry === undefined || args === undefined ? {} : inputOf({ entry, args, parts })),
    outcome,
    duration_ms: Math.round(durationMs * 1_000) / 1_000,
    ...(traceId === undefined ? {} : { trace_id: traceId }),
  };
  return parts.trail.record(draft);
};

// Under load many calls end within one millisecond, and writing a date takes as long as hashing the event.
let last = { ms: Number.NaN, text: '' };

const timeText = (ms: number): string => {
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString() };
  return last.text;
};

const inputOf = ({
  entry,
  args,
  parts,
}: {
  entry: ToolEntry;
  args: JsonObject;
  parts: CallDependencies;
}): Partial<EventDraft> => {
  // Redacted before it is cut: a cut could leave half a secret.
  const input = shortened(parts.redactor.value(withoutSecretArguments({ entry, args })));
  try {
    return { input_digest: sha256Hex(canonicalJson(input)), input };
  } catch {
    // An alias made arguments of something that is not JSON; the call is recorded without them.
    return {};
  }
};
