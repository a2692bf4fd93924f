import type { Server, ServerContext } from '@modelcontextprotocol/server';
import type { CallPath, CompletionTarget } from '../calls/path.ts';
import type { Caller } from '../calls/types.ts';
import { outcomeOf } from './outcome.ts';
import { cutPage } from './paging.ts';
import * as z from 'zod';

const ListParams = z.object({ cursor: z.string().optional() });
const maxValues = 100;

/** Answers `prompts/list` and `prompts/get`. */
export const handlePrompts = ({
  server,
  path,
  callerOf,
}: {
  server: Server;
  path: CallPath;
  callerOf: (context: ServerContext) => Caller;
}): void => {
  server.setRequestHandler('prompts/list', { params: ListParams }, ({ cursor }, context) => {
    const { items, ...next } = cutPage({ items: path.prompts(callerOf(context)), cursor });
    return { prompts: items, ...next };
  });
  server.setRequestHandler('prompts/get', async ({ params }, context) => {
    const outcome = await path.getPrompt({ name: params.name, args: params.arguments ?? {}, caller: callerOf(context) });
    const { description, messages } = outcomeOf(outcome);
    return { description, messages: messages.map(({ role, text }) => ({ role, content: { type: 'text', text } })) };
  });
};

/** Answers `completion/complete` for prompt arguments and template variables. */
export const handleCompletion = ({
  server,
  path,
  callerOf,
}: {
  server: Server;
  path: CallPath;
  callerOf: (context: ServerContext) => Caller;
}): void => {
  server.setRequestHandler('completion/complete', async ({ params: { ref, argument } }, context) => {
    const target: CompletionTarget =
      ref.type === 'ref/prompt' ? { kind: 'prompt', name: ref.name } : { kind: 'resource', uri: ref.uri };
    const found = await path.complete({ target, argument: argument.name, prefix: argument.value, caller: callerOf(context) });
    const values = found.values.slice(0, maxValues);
    return { completion: { values, total: found.total, hasMore: found.hasMore || values.length < found.values.length } };
  });
};
