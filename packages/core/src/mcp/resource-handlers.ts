import type { Server, ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { CallPath } from '../calls/path.ts';
import type { Caller } from '../calls/types.ts';
import { outcomeOf } from './outcome.ts';
import { cutPage } from './paging.ts';

const ListParams = z.object({ cursor: z.string().optional() });

/** Answers `resources/list`, `resources/templates/list` and `resources/read`. */
export const handleResources = ({
  server,
  path,
  callerOf,
}: {
  server: Server;
  path: CallPath;
  callerOf: (context: ServerContext) => Caller;
}): void => {
  server.setRequestHandler('resources/list', { params: ListParams }, async ({ cursor }, context) => {
    const { items, ...next } = cutPage({ items: await path.resources(callerOf(context), context.mcpReq.signal), cursor });
    return { resources: items, ...next };
  });
  server.setRequestHandler('resources/templates/list', { params: ListParams }, ({ cursor }, context) => {
    const { items, ...next } = cutPage({ items: path.templates(callerOf(context)), cursor });
    return { resourceTemplates: items, ...next };
  });
  server.setRequestHandler('resources/read', async ({ params: { uri } }, context) => {
    const contents = outcomeOf(await path.readResource({ uri, caller: callerOf(context), signal: context.mcpReq.signal }), {
      uri,
    });
    const { mimeType, text, blob } = contents;
    return {
      contents: [blob === undefined ? { uri: contents.uri, mimeType, text: text ?? '' } : { uri: contents.uri, mimeType, blob }],
    };
  });
};
