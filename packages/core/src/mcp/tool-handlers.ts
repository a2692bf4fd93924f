import type { CallToolRequest, Server, ServerContext } from '@modelcontextprotocol/server';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { CallPath } from '../calls/path.ts';
import type { Asking, CallRequest, Caller } from '../calls/types.ts';
import type { Log } from '../plugin/context.ts';
import { toWire, type WireAnswer } from './answer.ts';
import { type AskTimes, askByPush, askByReturn, declaresForms, noAsking } from './asking.ts';
import { pageAt } from './paging.ts';
import { ProgressSender } from './progress.ts';
import { clientLabel, clientOf, traceIdOf } from './request-meta.ts';

export interface ToolHandling {
  readonly server: Server;
  readonly path: CallPath;
  readonly callerOf: (context: ServerContext) => Caller;
  /** How this request's revision puts questions: `modern` returns them, `legacy` pushes them. */
  readonly era: 'modern' | 'legacy';
  readonly askTimes: AskTimes;
  readonly logger: Log;
}

const ListParams = z.object({ cursor: z.string().optional() });

/** Answers `tools/list` from the prepared pages and `tools/call` through the call path. */
export const handleTools = (handling: ToolHandling): void => {
  const { server, path, callerOf } = handling;
  // Explicit parameter schemas, because a wrong cursor must be -32602 and the SDK's own check answers -32603.
  server.setRequestHandler('tools/list', { params: ListParams }, ({ cursor }, context) => {
    const page = pageAt({ pages: path.tools(callerOf(context)), cursor });
    return { tools: page?.tools ?? [], ...(page?.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }) };
  });
  server.setRequestHandler('tools/call', async (request, context) => {
    const answer = await callTool({ handling, params: request.params, context });
    if ('result' in answer) return answer.result;
    throw new ProtocolError(answer.failure.code, answer.failure.message, answer.failure.data);
  });
};

/** Runs one `tools/call` through the call path. */
export const callTool = async ({
  handling,
  params,
  context,
}: {
  handling: ToolHandling;
  params: CallToolRequest['params'];
  context: ServerContext;
}): Promise<WireAnswer> => {
  const { path, server, era, logger } = handling;
  const token = context.mcpReq._meta?.progressToken;
  const progress = token === undefined ? undefined : new ProgressSender({ token, send: context.mcpReq.notify });
  const client =
    era === 'modern'
      ? clientOf(context.mcpReq.envelope)
      : { info: server.getClientVersion(), capabilities: server.getClientCapabilities() };
  const label = clientLabel(client.info);
  const caller = handling.callerOf(context);
  const traceId = traceIdOf(context.mcpReq._meta);
  const request: CallRequest = {
    tool: params.name,
    args: params.arguments ?? {},
    caller: label === undefined ? caller : { ...caller, client: label },
    asking: askingOf({ handling, context, hasForms: declaresForms(client.capabilities), progress }),
    signal: context.mcpReq.signal,
    ...(progress === undefined ? {} : { progress: (update) => progress.report(update) }),
    ...(traceId === undefined ? {} : { traceId }),
  };
  try {
    return toWire(await path.call(request));
  } catch (error) {
    // The call path answers every error itself; what it throws is a defect, and its text stays in the log.
    logger.error({ error, tool: params.name }, 'a call ended without an answer');
    throw internalError();
  }
};

export const internalError = (): ProtocolError => new ProtocolError(ProtocolErrorCode.InternalError, 'Internal error');

const askingOf = ({
  handling,
  context,
  hasForms,
  progress,
}: {
  handling: ToolHandling;
  context: ServerContext;
  hasForms: boolean;
  progress: ProgressSender | undefined;
}): Asking => {
  const { mcpReq } = context;
  if (handling.era === 'modern') {
    return askByReturn({ hasForms, responses: mcpReq.inputResponses, state: mcpReq.requestState<string>() });
  }
  if (!hasForms) return noAsking;
  return askByPush({
    // Related to this request, so that the question travels on its own stream; a session may have no other.
    elicit: (form, timeoutMs) =>
      mcpReq.elicitInput(form, { timeout: timeoutMs, signal: mcpReq.signal, relatedRequestId: mcpReq.id }),
    beat: progress === undefined ? undefined : () => progress.beat('Waiting for a person to answer'),
    times: handling.askTimes,
    logger: handling.logger,
  });
};
