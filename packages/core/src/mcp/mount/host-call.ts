import * as z from 'zod';
import type { Caller } from '../../calls/types.ts';
import type { IncomingCall } from '../call-tool.ts';
import { clientOf } from '../request-meta.ts';
import type { HostServer } from './host-server.ts';

const anyFunction = z.custom<(...args: readonly unknown[]) => unknown>((value) => typeof value === 'function');
const Fields = z.record(z.string(), z.unknown());
const Signal = z.instanceof(AbortSignal);

const CallRequest = z.object({ params: z.object({ name: z.string(), arguments: Fields.optional(), _meta: Fields.optional() }) });
/** The second argument of a handler in SDK version 1. */
const ContextOfOne = z.object({
  signal: Signal,
  requestId: z.unknown(),
  sendNotification: anyFunction,
  authInfo: z.unknown().optional(),
});
/** The second argument of a handler in SDK version 2. */
const ContextOfTwo = z.object({
  mcpReq: z.object({
    id: z.unknown(),
    signal: Signal,
    _meta: Fields.optional(),
    envelope: Fields.optional(),
    notify: anyFunction,
    inputResponses: Fields.optional(),
    requestState: anyFunction,
  }),
  http: z.object({ authInfo: z.unknown().optional() }).optional(),
});

// The revisions after it need no session, and questions are returned instead of pushed.
const firstModern = '2026-07-28';

/** Reads a `tools/call` that a foreign server received. */
export const incomingFrom = ({
  host,
  request,
  context,
  callerOf,
}: {
  host: HostServer;
  request: unknown;
  context: unknown;
  callerOf: (authInfo: unknown) => Caller;
}): IncomingCall => {
  const { params } = CallRequest.parse(request);
  const call = { tool: params.name, args: params.arguments ?? {} };
  const two = ContextOfTwo.safeParse(context);
  if (two.success) {
    const { mcpReq, http } = two.data;
    const era = (host.protocolVersion() ?? '') >= firstModern ? 'modern' : 'legacy';
    const state = mcpReq.requestState();
    return {
      ...call,
      caller: callerOf(http?.authInfo),
      client: era === 'modern' ? clientOf(mcpReq.envelope) : clientOfSession(host),
      era,
      meta: mcpReq._meta,
      signal: mcpReq.signal,
      notify: async (notification) => void (await mcpReq.notify(notification)),
      elicit: (form, timeoutMs) => host.elicit(form, { timeout: timeoutMs, signal: mcpReq.signal, relatedRequestId: mcpReq.id }),
      responses: mcpReq.inputResponses,
      state: typeof state === 'string' ? state : undefined,
    };
  }
  const { signal, requestId, sendNotification, authInfo } = ContextOfOne.parse(context);
  return {
    ...call,
    caller: callerOf(authInfo),
    client: clientOfSession(host),
    era: 'legacy',
    meta: params._meta,
    signal,
    notify: async (notification) => void (await sendNotification(notification)),
    elicit: (form, timeoutMs) => host.elicit(form, { timeout: timeoutMs, signal, relatedRequestId: requestId }),
    responses: undefined,
    state: undefined,
  };
};

/** Who the transport of a foreign server says is calling. */
export const authInfoOf = (context: unknown): unknown => {
  const two = ContextOfTwo.safeParse(context);
  if (two.success) return two.data.http?.authInfo;
  const one = ContextOfOne.safeParse(context);
  return one.success ? one.data.authInfo : undefined;
};

const clientOfSession = (host: HostServer): IncomingCall['client'] => ({
  info: host.clientInfo(),
  capabilities: host.clientCapabilities(),
});
