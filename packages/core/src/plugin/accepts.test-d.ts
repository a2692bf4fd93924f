// What an author may write beyond one connection and two tools.
import {
  defineConnection,
  definePlugin,
  definePrompt,
  LineclearError,
  read,
  resource,
  Secret,
  secret,
  type SourceEntry,
  withImages,
  write,
} from '@lineclear/core/plugin';
import * as z from 'zod';
import { tasker } from './tasker.test-d.ts';

const Named = z.object({ name: z.string() });
const ById = z.object({ id: z.string(), seconds: z.int().default(5) });
const facts = { toolset: 'tests', description: 'Shows what compiles.', output: Named } as const;

export const withoutBackend = read({
  ...facts,
  name: 'clock_read',
  input: z.object({ zone: z.string().default('UTC') }),
  run: ({ input, clock }) => ({ name: `${input.zone} ${clock.now()}` }),
});

export const wholeContext = read({
  ...facts,
  name: 'context_read',
  input: ById,
  deadlineMs: (input) => input.seconds * 1_000,
  aliases: [{ name: 'context.read', input: (args) => ({ id: args['identifier'] ?? '' }), output: (answer) => answer }],
  run: async ({ input, profile, principal, signal, progress, log, audit, state, call }) => {
    signal.throwIfAborted();
    progress({ progress: 1, total: 2, message: 'half' });
    log.info({ profile: profile.name, tier: profile.tier }, 'read');
    const [event] = await audit.query({ tool: 'context_read', limit: 1 });
    await state.set(input.id, { by: principal.id, seen: event ?? null });
    const records = await state.list({ prefix: 'a', limit: 10 });
    const answer = await call('clock_read', { zone: 'UTC' });
    return { name: `${records.length} ${JSON.stringify(answer)}` };
  },
});

export const ledgerWrite = write({
  ...facts,
  name: 'note_write',
  risk: 'reversible',
  input: z.object({ id: z.string(), token: secret() }),
  classify: ({ input, profile }) => ({ risk: profile.tier === 'development' ? 'additive' : 'reversible', class: input.id }),
  preview: ({ input }) => ({ description: `Write note ${input.id}.`, guard: null, risk: 'destructive', approval: 'human' }),
  execute: async ({ input, state, step }) => {
    await state.set(input.id, input.token.reveal().length);
    step('stored');
    return { name: input.id };
  },
});

export const branchingGuard = tasker.write({
  ...facts,
  name: 'task_mark',
  risk: 'additive',
  input: ById,
  async preview({ input, reader }) {
    const task = await reader.getTask(input.id);
    if (task.status === 'new') return { description: 'Mark a new task.', guard: { isNew: true } };
    return {
      description: 'Mark a task.',
      guard: { isNew: false, steps: task.pending_steps },
      changes: ['mark'],
      details: { task },
    };
  },
  execute: ({ guard }) => ({ name: `${guard.isNew} ${guard.steps?.toFixed(0)}` }),
  verify: ({ output }) => output.name.length,
});

export const picture = tasker.read({
  ...facts,
  name: 'panel_image',
  input: ById,
  run: ({ input }) => withImages({ name: input.id }, [{ png: new Uint8Array(), alt: 'A panel.' }]),
});

export const literals = read({
  ...facts,
  name: 'state_read',
  output: z.object({ state: z.enum(['up', 'down']), parts: z.array(z.string()) }),
  input: ById,
  run: ({ input }) => {
    const parts: readonly string[] = [input.id];
    return { state: parts.length > 1 ? 'up' : 'down', parts };
  },
});

const broker = defineConnection({
  id: 'broker',
  profile: z.object({ url: z.string(), password: secret().optional() }),
  connect: async ({ profile, mode, info, resolvePath, protectedPaths, log }) => {
    log.debug({ profile: info.name, folder: resolvePath('.'), denied: protectedPaths.length }, 'open');
    const reader = { length: async (queue: string) => queue.length + (profile.password?.reveal().length ?? 0) };
    return mode === 'write' ? { reader, writer: { purge: async (_queue: string) => true } } : { reader };
  },
  probe: ({ reader, signal }) => (signal.aborted ? 0 : reader.length('default')),
  secretFiles: ({ profile }) => [profile.url],
  readerCommands: ['LLEN'],
  local: ({ cwd }) => ({ url: `file://${cwd}`, password: 'clear text, as in a file' }),
});

const purge = broker.write({
  ...facts,
  name: 'queue_purge',
  risk: 'destructive',
  input: z.object({ queue: z.string() }),
  preview: async ({ input, reader }) => ({ description: `Purge ${input.queue}.`, guard: await reader.length(input.queue) }),
  execute: async ({ input, writer, guard }) => ({ name: `${await writer.purge(input.queue)} ${guard.toFixed(0)}` }),
});

const skim = broker.coveredWrite({
  ...facts,
  name: 'queue_skim',
  risk: 'reversible',
  input: z.object({ queue: z.string() }),
  deadlineMs: (input) => input.queue.length,
  coveredBy: purge,
  covering: async ({ input, reader, state }) => `${await reader.length(input.queue)} ${JSON.stringify(await state.get('plan'))}`,
  execute: async ({ input, writer, coveringPlan, idempotencyKey }) => ({
    name: `${await writer.purge(input.queue)} ${coveringPlan.length} ${idempotencyKey.length}`,
  }),
});

const runTimeTool: SourceEntry = {
  kind: 'write',
  name: 'start_import',
  toolset: 'tests',
  description: 'Starts what a catalogue names.',
  risk: 'additive',
  inputSchema: { type: 'object', properties: { id: { type: 'string' } } },
  preview: ({ input }) => ({ description: `Start ${String(input['id'])}.`, guard: null }),
  execute: () => ({ started: true }),
};

export const prompt = definePrompt({
  name: 'investigate',
  description: 'Starts an investigation.',
  args: z.object({ task: z.string().describe('A task id'), depth: z.enum(['short', 'long']).optional() }),
  render: ({ args }) => [{ role: 'user', text: `Look at ${args.task}, ${args.depth ?? 'short'}.` }],
  complete: { task: async (prefix) => [`${prefix}1`] },
});

export default definePlugin({
  id: 'accepts',
  title: 'Accepts',
  version: '1.0.0',
  toolsets: { tests: { title: 'Tests', use: 'Prove types.' } },
  groups: { everything: ['tests'] },
  tools: [withoutBackend, wholeContext, ledgerWrite, branchingGuard, picture, purge, skim],
  source: { load: async () => [runTimeTool], watch: (changed) => () => changed() },
  prompts: [prompt],
  resources: [
    resource({
      uri: 'guide://help',
      name: 'help',
      description: 'Help.',
      mimeType: 'text/plain',
      read: () => ({ text: 'Help.' }),
    }),
    tasker.resource({
      uri: 'tasker://tasks/{id}',
      name: 'task',
      description: 'One task.',
      mimeType: 'application/json',
      read: async ({ reader, variables }) => ({ text: JSON.stringify(await reader.getTask(variables['id'] ?? '')) }),
      list: async ({ reader }) =>
        (await reader.listTasks({ limit: 5 })).tasks.map(({ name }) => ({ uri: `tasker://tasks/${name}`, name })),
      complete: { id: (prefix) => [prefix] },
    }),
  ],
  aliasPrefixes: ['mcp_accepts_'],
  importers: [
    {
      id: 'dotenv',
      title: 'A .env file',
      find: async ({ readFile, cwd }) => {
        const text = await readFile(`${cwd}/.env`);
        return text === undefined ? undefined : { connections: { broker: { url: text } }, note: 'Found in .env' };
      },
    },
    {
      id: 'clusters',
      title: 'Clusters of another client',
      find: async ({ readFile, home, file = `${home}/.clusters` }) => {
        const text = await readFile(file);
        if (text === undefined) return undefined;
        const cluster = { url: 'https://example.com', token: new Secret(text) };
        return {
          profiles: { staging: { tier: 'staging', connections: { tasker: cluster } }, live: { writes: 'off', connections: {} } },
          default: 'staging',
          note: `${file}: two clusters`,
        };
      },
    },
  ],
  start: ({ log }) => log.info({}, 'started'),
  stop: async () => {
    throw new LineclearError('internal', 'Cannot stop.', { details: { reason: 'busy' } });
  },
});
