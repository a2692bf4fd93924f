import type { CallToolRequest, Server, ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { CallPath } from '../calls/path.ts';
import type { Caller } from '../calls/types.ts';
import type { Log } from '../plugin/context.ts';
import type { AskTimes } from './asking.ts';
import { callTool, type IncomingCall } from './call-tool.ts';
import { pageAt } from './paging.ts';
import { clientOf } from './request-meta.ts';

export interface ToolHandling {
  readonly server: Server;
  readonly path: CallPath;
  readonly callerOf: (context: ServerContext) => Caller;
  readonly era: 'modern' | 'legacy';
  readonly askTimes: AskTimes;
  readonly logger: Log;
}

const ListParams = z.object({ cursor: z.string().optional() });

/** Answers `tools/list` from the prepared pages and `tools/call` through the call path. */
export const handleTools = (handling: ToolHandling): void => {
  const { server, path, callerOf, askTimes, logger } = handling;
  // Explicit parameter schemas, because a wrong cursor must be -32602 and the SDK's own check answers -32603.
  server.setRequestHandler('tools/list', { params: ListParams }, ({ cursor }, context) => {
    const page = pageAt({ pages: path.tools(callerOf(context)), cursor });
    return { tools: page?.tools ?? [], ...(page?.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }) };
  });
  server.setRequestHandler('tools/call', ({ params }, context) =>
    callTool({ path, call: incoming({ handling, params, context }), askTimes, logger }),
  );
};

const incoming = ({
  handling: { server, era, callerOf },
  params,
  context,
}: {
  handling: ToolHandling;
  params: CallToolRequest['params'];
  context: ServerContext;
}): IncomingCall => {
  const { mcpReq } = context;
  return {
    tool: params.name,
    args: params.arguments ?? {},
    caller: callerOf(context),
    client:
      era === 'modern'
        ? clientOf(mcpReq.envelope)
        : { info: server.getClientVersion(), capabilities: server.getClientCapabilities() },
    era,
    meta: mcpReq._meta,
    signal: mcpReq.signal,
    notify: mcpReq.notify,
    // Related to this request, so that the question travels on its own stream; a session may have no other.
    elicit: (form, timeoutMs) =>
      mcpReq.elicitInput(form, { timeout: timeoutMs, signal: mcpReq.signal, relatedRequestId: mcpReq.id }),
    responses: mcpReq.inputResponses,
    state: mcpReq.requestState<string>(),
  };
};
