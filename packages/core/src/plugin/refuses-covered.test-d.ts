// What the compiler refuses in a covered write. Behind each directive: a part of the message that the author sees.
import { defineConnection } from '@lineclear/core/plugin';
import * as z from 'zod';
import { tasker } from './tasker.test-d.ts';

const input = z.object({ id: z.string() });
const output = z.object({ name: z.string() });
const facts = { name: 'task_tell', toolset: 'tasks', description: 'Tells a task.', risk: 'additive', input, output } as const;
const covering = () => 'a plan';
const execute = () => ({ name: 'a' });

const coveredBy = tasker.write({
  ...facts,
  name: 'task_start',
  preview: () => ({ description: 'Start it.', guard: null }),
  execute,
});
const covered = tasker.coveredWrite({ ...facts, coveredBy, covering, execute });

// @ts-expect-error Property 'coveredBy' is missing
tasker.coveredWrite({ ...facts, covering, execute });

// @ts-expect-error Property 'covering' is missing
tasker.coveredWrite({ ...facts, coveredBy, execute });

// @ts-expect-error Property 'execute' is missing
tasker.coveredWrite({ ...facts, coveredBy, covering });

// @ts-expect-error 'preview' does not exist in type 'CoveredWriteSpec
tasker.coveredWrite({ ...facts, coveredBy, covering, preview: () => ({ description: 'Tell.', guard: null }), execute });

// @ts-expect-error 'classify' does not exist in type 'CoveredWriteSpec
tasker.coveredWrite({ ...facts, coveredBy, covering, classify: () => ({}), execute });

// @ts-expect-error Type 'string' is not assignable to type 'WriteTool<
tasker.coveredWrite({ ...facts, coveredBy: 'task_start', covering, execute });

// @ts-expect-error Property 'preview' is missing in type 'CoveredWriteTool<
tasker.coveredWrite({ ...facts, coveredBy: covered, covering, execute });

const told = tasker.read({ name: 'task_told', toolset: 'tasks', description: 'Shows it.', input, output, run: execute });
// @ts-expect-error is missing the following properties from type 'WriteTool<
tasker.coveredWrite({ ...facts, coveredBy: told, covering, execute });

const elsewhere = defineConnection({
  id: 'elsewhere',
  profile: z.object({}),
  connect: () => ({ reader: { look: () => 1 }, writer: { leap: () => 2 } }),
  probe: () => true,
});
// @ts-expect-error is not assignable to type 'WriteTool<
elsewhere.coveredWrite({ ...facts, coveredBy, covering, execute });

// @ts-expect-error Type 'number' is not assignable to type 'Awaitable<string>'
tasker.coveredWrite({ ...facts, coveredBy, covering: () => 7, execute });

// @ts-expect-error Property 'cancelTask' does not exist on type 'TaskReader'
tasker.coveredWrite({ ...facts, coveredBy, covering: ({ reader }) => reader.cancelTask('a', 'b'), execute });

// @ts-expect-error Property 'guard' does not exist
tasker.coveredWrite({ ...facts, coveredBy, covering, execute: ({ guard }) => ({ name: String(guard) }) });

// @ts-expect-error 'ticket' is added by core; leave it out
tasker.coveredWrite({ ...facts, input: z.object({ ticket: z.string() }), coveredBy, covering, execute });

// @ts-expect-error Type '{}' is not assignable to type 'Awaitable<WithImages<
tasker.coveredWrite({ ...facts, coveredBy, covering, execute: () => ({}) });
