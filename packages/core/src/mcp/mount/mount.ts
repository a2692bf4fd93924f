import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { CallPath } from '../../calls/path.ts';
import type { Caller } from '../../calls/types.ts';
import type { Log } from '../../plugin/context.ts';
import { LineclearError } from '../../plugin/errors.ts';
import { type AskTimes, defaultAskTimes } from '../asking.ts';
import { callTool } from '../call-tool.ts';
import { pageAt } from '../paging.ts';
import { authInfoOf, incomingFrom } from './host-call.ts';
import { type HostServer, hostServerOf } from './host-server.ts';

export interface MountOptions {
  readonly path: CallPath;
  /** Who calls: one caller, or a function of what the host's transport found out (`authInfo`). */
  readonly caller: Caller | ((authInfo: unknown) => Caller);
  readonly logger: Log;
  readonly askTimes?: Partial<AskTimes>;
}
export interface Mounted {
  /** Takes the tools away again. */
  unmount(): void;
}

const CallRequest = z.object({ params: z.object({ name: z.string() }) });
const ListRequest = z.object({ params: z.object({ cursor: z.string().optional() }).optional() });
const ListResult = z.looseObject({ tools: z.array(z.looseObject({ name: z.string() })), nextCursor: z.string().optional() });
// Tells our pages from the host's.
const ours = 'lineclear:';

/**
 * Adds the composition's tools to a server of SDK version 1 or 2, beside the server's own, which keep working.
 * Mount before connecting and, on a low-level `Server`, after its own tool handlers are set. A name in both is refused.
 */
export const mount = (server: unknown, options: MountOptions): Mounted => {
  const { path, logger } = options;
  const host = hostServerOf(server);
  const askTimes = { ...defaultAskTimes, ...options.askTimes };
  const callerOf = (authInfo: unknown): Caller =>
    typeof options.caller === 'function' ? options.caller(authInfo) : options.caller;
  const clashes = host.toolNames().filter((name) => path.knows(name));
  if (clashes.length > 0) throw clash(clashes);
  const own = { list: host.handlers.get('tools/list'), call: host.handlers.get('tools/call') };

  host.handlers.set('tools/list', async (request, context) => {
    const cursor = ListRequest.parse(request).params?.cursor;
    const pages = path.tools(callerOf(authInfoOf(context)));
    if (cursor?.startsWith(ours) === true) return listOurs({ pages, cursor: cursor.slice(ours.length), before: [] });
    const answer = own.list === undefined ? { tools: [] } : await own.list(request, context);
    const theirs = ListResult.parse(answer);
    const twice = theirs.tools.map(({ name }) => name).filter((name) => path.knows(name));
    if (twice.length > 0) throw new ProtocolError(ProtocolErrorCode.InternalError, clash(twice).message);
    // The host's pages come first; ours follow its last.
    return theirs.nextCursor === undefined
      ? { ...theirs, ...listOurs({ pages, cursor: undefined, before: theirs.tools }) }
      : theirs;
  });
  host.handlers.set('tools/call', async (request, context) => {
    const { name } = CallRequest.parse(request).params;
    if (!path.knows(name) && own.call !== undefined) return own.call(request, context);
    return callTool({ path, call: incomingFrom({ host, request, context, callerOf }), askTimes, logger });
  });
  const stop = path.onToolsChanged(() => tellClient(host));
  // Servers that live for one request must not stay listed as listeners.
  host.onClose(stop);
  return {
    unmount: () => {
      stop();
      restore({ host, method: 'tools/list', handler: own.list });
      restore({ host, method: 'tools/call', handler: own.call });
      tellClient(host);
    },
  };
};

const listOurs = ({
  pages,
  cursor,
  before,
}: {
  pages: ReturnType<CallPath['tools']>;
  cursor: string | undefined;
  before: readonly unknown[];
}): object => {
  const page = pageAt({ pages, cursor });
  const tools = [...before, ...(page?.tools ?? [])];
  return page?.nextCursor === undefined ? { tools } : { tools, nextCursor: `${ours}${page.nextCursor}` };
};

const restore = ({
  host,
  method,
  handler,
}: {
  host: HostServer;
  method: string;
  handler: ReturnType<HostServer['handlers']['get']>;
}): void => {
  if (handler === undefined) host.handlers.delete(method);
  else host.handlers.set(method, handler);
};

const tellClient = (host: HostServer): void => {
  // Not connected: a client that lists later sees the tools as they are then.
  host.toolsChanged().catch(() => {});
};

const clash = (names: readonly string[]): LineclearError =>
  new LineclearError('conflict', `The server already has ${names.length === 1 ? 'a tool' : 'tools'} named ${names.join(', ')}`, {
    hint: 'Give the plugin a prefix in compose, or rename the tool of the server.',
    details: { tools: names },
  });
