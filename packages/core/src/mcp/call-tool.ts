import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { CallPath } from '../calls/path.ts';
import type { Asking, CallAnswer, Caller } from '../calls/types.ts';
import type { Log } from '../plugin/context.ts';
import { toWire } from './answer.ts';
import { type ApprovalForm, type AskTimes, askByPush, askByReturn, declaresForms, noAsking } from './asking.ts';
import { type ProgressNotification, ProgressSender } from './progress.ts';
import { clientLabel, traceIdOf } from './request-meta.ts';

/** One `tools/call` as it arrived, whichever server received it. */
export interface IncomingCall {
  readonly tool: string;
  readonly args: unknown;
  readonly caller: Caller;
  /** What the client says about itself; only its name is kept, and only as a label. */
  readonly client: { readonly info: unknown; readonly capabilities: unknown };
  /** How questions reach the person: `modern` returns them, `legacy` pushes them. */
  readonly era: 'modern' | 'legacy';
  readonly meta: Readonly<Record<string, unknown>> | undefined;
  readonly signal: AbortSignal;
  readonly notify: (notification: ProgressNotification) => Promise<void>;
  readonly elicit: (form: ApprovalForm, timeoutMs: number) => Promise<unknown>;
  readonly responses: Readonly<Record<string, unknown>> | undefined;
  readonly state: string | undefined;
}

/** Runs a call through the call path; what is no result on the wire is thrown as a `ProtocolError`. */
export const callTool = async ({
  path,
  call,
  askTimes,
  logger,
}: {
  path: CallPath;
  call: IncomingCall;
  askTimes: AskTimes;
  logger: Log;
}): Promise<CallToolResult | InputRequiredResult> => {
  const token = call.meta?.['progressToken'];
  const hasToken = typeof token === 'string' || typeof token === 'number';
  const progress = hasToken ? new ProgressSender({ token, send: call.notify }) : undefined;
  const label = clientLabel(call.client.info);
  const traceId = traceIdOf(call.meta);
  let answer: CallAnswer;
  try {
    answer = await path.call({
      tool: call.tool,
      args: call.args,
      caller: label === undefined ? call.caller : { ...call.caller, client: label },
      asking: askingOf({ call, progress, askTimes, logger }),
      signal: call.signal,
      ...(progress === undefined ? {} : { progress: (update) => progress.report(update) }),
      ...(traceId === undefined ? {} : { traceId }),
    });
  } catch (error) {
    // The call path answers every error itself; what it throws is a defect, and its text stays in the log.
    logger.error({ error, tool: call.tool }, 'a call ended without an answer');
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'Internal error');
  }
  const wire = toWire(answer);
  if ('result' in wire) return wire.result;
  throw new ProtocolError(wire.failure.code, wire.failure.message, wire.failure.data);
};

const askingOf = ({
  call,
  progress,
  askTimes,
  logger,
}: {
  call: IncomingCall;
  progress: ProgressSender | undefined;
  askTimes: AskTimes;
  logger: Log;
}): Asking => {
  const hasForms = declaresForms(call.client.capabilities);
  if (call.era === 'modern') return askByReturn({ hasForms, responses: call.responses, state: call.state });
  if (!hasForms) return noAsking;
  const beat = progress === undefined ? undefined : () => progress.beat('Waiting for a person to answer');
  return askByPush({ elicit: call.elicit, beat, times: askTimes, logger });
};
