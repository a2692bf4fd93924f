// What the compiler refuses around the tools. Behind each directive: a part of the message that the author sees.
import {
  defineConnection,
  definePlugin,
  definePrompt,
  LineclearError,
  resource,
  secret,
  type ToolSource,
} from '@lineclear/core/plugin';
import * as z from 'zod';
import { tasker } from './tasker.test-d.ts';

const profile = z.object({ url: z.url(), token: secret() });
const backend = { id: 'backend', profile } as const;
const page = { uri: 'tasker://help', name: 'help', description: 'Help.', mimeType: 'text/plain' } as const;
const starter = { name: 'start', description: 'Starts.', args: z.object({ task: z.string() }) } as const;
const plugin = { id: 'plugin', title: 'Plugin', version: '1.0.0', toolsets: {}, tools: [] } as const;

// @ts-expect-error Property 'uri' does not exist on type '{ url: string; token: Secret; }'
defineConnection({ ...backend, connect: ({ profile }) => ({ reader: profile.uri }), probe: () => true });

// @ts-expect-error Property 'length' does not exist on type 'Secret'
defineConnection({ ...backend, connect: ({ profile }) => ({ reader: profile.token.length }), probe: () => true });

// @ts-expect-error 'url' does not exist in type 'HttpOptions'
defineConnection({ ...backend, connect: ({ http, profile }) => ({ reader: http({ url: profile.url }) }), probe: () => true });

// @ts-expect-error 'token' does not exist in type 'HttpOptions'
defineConnection({ ...backend, connect: ({ http }) => ({ reader: http({ baseUrl: '/', token: 'a' }) }), probe: () => true });

// @ts-expect-error Type '{ client: number; }' is not assignable to type 'Awaitable<Live<
defineConnection({ ...backend, connect: () => ({ client: 1 }), probe: () => true });

// @ts-expect-error Property 'nope' does not exist on type '{ health: () => 1; }'
defineConnection({ ...backend, connect: () => ({ reader: { health: () => 1 } }), probe: ({ reader }) => reader.nope() });

// @ts-expect-error Property 'probe' is missing
defineConnection({ ...backend, connect: () => ({ reader: 1 }) });

// @ts-expect-error Property 'token' is missing in type '{ url: string; }'
defineConnection({ ...backend, connect: () => ({ reader: 1 }), probe: () => true, local: () => ({ url: 'http://localhost' }) });

const readOnly = defineConnection({ ...backend, connect: () => ({ reader: { get: () => 'a' } }), probe: () => true });
readOnly.write({
  name: 'thing_set',
  toolset: 'things',
  description: 'Sets what this connection cannot write.',
  risk: 'additive',
  input: z.object({}),
  output: z.object({ name: z.string() }),
  preview: ({ reader }) => ({ description: 'Set it.', guard: reader.get() }),
  // @ts-expect-error 'writer' is of type 'unknown'
  execute: ({ writer }) => ({ name: writer.set() }),
});

// @ts-expect-error Property 'nope' does not exist on type '{ task: string; }'
definePrompt({ ...starter, render: ({ args }) => args.nope });

// @ts-expect-error Type '"system"' is not assignable to type '"assistant" | "user"'
definePrompt({ ...starter, render: () => [{ role: 'system', text: 'a' }] });

// @ts-expect-error 'queue' does not exist in type
definePrompt({ ...starter, render: () => 'a', complete: { queue: () => [] } });

// @ts-expect-error Type 'ZodString' is missing the following properties
definePrompt({ ...starter, args: z.string(), render: () => 'a' });

// @ts-expect-error '{ body: string; }' is not assignable
resource({ ...page, read: () => ({ body: 'a' }) });

// @ts-expect-error Property 'nope' does not exist on type 'TaskReader'
tasker.resource({ ...page, read: async ({ reader }) => ({ text: await reader.nope() }) });

// @ts-expect-error Argument of type '"teapot"' is not assignable to parameter of type
new LineclearError('teapot', 'A plugin cannot add a code.');

// @ts-expect-error 'reason' does not exist in type 'ErrorOptions'
new LineclearError('conflict', 'Taken.', { reason: 'version_conflict' });

// @ts-expect-error Property 'version' is missing
definePlugin({ id: 'plugin', title: 'Plugin', toolsets: {}, tools: [] });

// @ts-expect-error Type 'string' is not assignable to type 'AnyTool'
definePlugin({ ...plugin, tools: ['task_list'] });

// @ts-expect-error Property 'use' is missing in type '{ title: string; }'
definePlugin({ ...plugin, toolsets: { tasks: { title: 'Tasks' } } });

// @ts-expect-error 'connections' does not exist in type 'PluginSpec'
definePlugin({ ...plugin, connections: [tasker] });

const facts = { name: 'start_import', toolset: 'tests', description: 'Starts.', inputSchema: { type: 'object' } } as const;
// @ts-expect-error 'run' does not exist in type 'SourceWrite'
export const source: ToolSource = { load: () => [{ ...facts, kind: 'write', run: () => 1 }] };

const importer = { id: 'other', title: 'Another client' } as const;
const cluster = { tier: 'test', connections: {} } as const;

// @ts-expect-error Type '"test"' is not assignable to type 'Tier | undefined'
definePlugin({ ...plugin, importers: [{ ...importer, find: () => ({ profiles: { test: cluster }, note: 'found' }) }] });

// @ts-expect-error Property 'note' is missing
definePlugin({ ...plugin, importers: [{ ...importer, find: () => ({ profiles: {} }) }] });
