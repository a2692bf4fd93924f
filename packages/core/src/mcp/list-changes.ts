import type { McpServerFactory } from '@modelcontextprotocol/server';
import { Server } from '@modelcontextprotocol/server';
import type { CallPath } from '../calls/path.ts';

/** Lets the servers of long connections tell their clients when the tools change. */
export const withListChanges = ({ factory, path }: { factory: McpServerFactory; path: CallPath }): McpServerFactory => {
  return async (context) => {
    const product = await factory(context);
    const server = product instanceof Server ? product : product.server;
    const stop = path.onToolsChanged(() => {
      // Not connected yet, or any more: a client that lists later sees the new tools anyway.
      server.sendToolListChanged().catch(() => {});
    });
    const { onclose } = server;
    server.onclose = () => {
      stop();
      onclose?.();
    };
    return product;
  };
};
