import type { AuthInfo, McpServerFactory, ServerContext, ServerOptions } from '@modelcontextprotocol/server';
import { Server } from '@modelcontextprotocol/server';
import type { CallPath } from '../calls/path.ts';
import type { Caller } from '../calls/types.ts';
import type { Log } from '../plugin/context.ts';
import { type AskTimes, defaultAskTimes } from './asking.ts';
import { handleCompletion, handlePrompts } from './prompt-handlers.ts';
import { handleResources } from './resource-handlers.ts';
import { handleTools } from './tool-handlers.ts';

export interface ServerFactoryOptions {
  readonly path: CallPath;
  /** Who calls, from what the transport attached to the request. */
  readonly callerOf: (authInfo: AuthInfo | undefined) => Caller;
  readonly logger: Log;
  readonly askTimes?: Partial<AskTimes>;
}

/** How long lists may be cached, in milliseconds. Lists depend on the caller's rights, and `list_changed` tells of changes. */
export const listTtlMs = 60_000;
const listHint = { ttlMs: listTtlMs, cacheScope: 'private' } as const;
const liveHint = { ttlMs: 0, cacheScope: 'private' } as const;
const cacheHints = {
  'server/discover': listHint,
  'tools/list': listHint,
  'prompts/list': listHint,
  'resources/templates/list': listHint,
  'resources/list': liveHint,
  'resources/read': liveHint,
} satisfies ServerOptions['cacheHints'];

/** Makes the servers of both protocol eras: one per connection or session, one per request where there is none. */
export const createServerFactory = (options: ServerFactoryOptions): McpServerFactory => {
  const { path, logger } = options;
  const askTimes = { ...defaultAskTimes, ...options.askTimes };
  const callerOf = (context: ServerContext): Caller => options.callerOf(context.http?.authInfo);
  return ({ era, authInfo }) => {
    const caller = options.callerOf(authInfo);
    const offers = path.offers(caller);
    const server = new Server(path.info, {
      capabilities: {
        tools: { listChanged: true },
        ...(offers.prompts ? { prompts: {} } : {}),
        ...(offers.resources ? { resources: {} } : {}),
        ...(offers.completions ? { completions: {} } : {}),
      },
      instructions: path.instructions(caller),
      cacheHints,
      // Questions are pushed by core itself, with core's limits.
      inputRequired: { legacyShim: false },
    });
    handleTools({ server, path, callerOf, era, askTimes, logger });
    if (offers.prompts) handlePrompts({ server, path, callerOf });
    if (offers.resources) handleResources({ server, path, callerOf });
    if (offers.completions) handleCompletion({ server, path, callerOf });
    server.onerror = (error) => logger.debug({ error: error.message }, 'protocol error');
    return server;
  };
};
