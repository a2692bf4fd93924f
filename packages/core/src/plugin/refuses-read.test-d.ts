// What the compiler refuses in a read tool. Behind each directive: a part of the message that the author sees.
import { read, withImages } from '@lineclear/core/plugin';
import * as z from 'zod';
import { tasker } from './tasker.test-d.ts';

const Named = z.object({ name: z.string(), count: z.number().optional() });
const ById = z.object({ id: z.string() });
const facts = { name: 'task_name', toolset: 'tasks', description: 'Names a task.', output: Named } as const;

// @ts-expect-error Property 'nope' does not exist on type '{ id: string; }'
tasker.read({ ...facts, input: ById, run: ({ input }) => ({ name: input.nope }) });

// @ts-expect-error Property 'nope' does not exist on type '{ id: string; }'
read({ ...facts, input: ById, run: async ({ input }) => ({ name: input.nope }) });

// @ts-expect-error Property 'nope' does not exist on type '{ id: string; }'
read({ ...facts, input: ById, deadlineMs: (input) => input.nope, run: () => ({ name: 'a' }) });

// @ts-expect-error Type '{}' is not assignable to type 'Awaitable<WithImages<
tasker.read({ ...facts, input: ById, run: () => ({}) });

// @ts-expect-error Type 'number' is not assignable to type 'string'
tasker.read({ ...facts, input: ById, run: () => ({ name: 1 }) });

// @ts-expect-error Types of property 'count' are incompatible
tasker.read({ ...facts, input: ById, run: async () => ({ name: 'a', count: 'many' }) });

// @ts-expect-error Type 'undefined' is not assignable
tasker.read({ ...facts, input: ById, run: () => undefined });

// @ts-expect-error Type 'WithImages<{ name: number; }>' is not assignable
tasker.read({ ...facts, input: ById, run: () => withImages({ name: 1 }, []) });

// @ts-expect-error 'svg' does not exist in type 'Image'
withImages({ name: 'a' }, [{ svg: '<svg/>', alt: 'A drawing.' }]);

// @ts-expect-error Property 'nope' does not exist on type 'TaskReader'
tasker.read({ ...facts, input: ById, run: ({ reader }) => reader.nope() });

// The writer's method, seen from a handler that only reads.
// @ts-expect-error Property 'cancelTask' does not exist on type 'TaskReader'
tasker.read({ ...facts, input: ById, run: ({ input, reader }) => reader.cancelTask(input.id, 'because') });

// @ts-expect-error Property 'writer' does not exist
tasker.read({ ...facts, input: ById, run: ({ writer }) => writer });

// @ts-expect-error 'reader' is possibly 'undefined'
read({ ...facts, input: ById, run: ({ reader }) => reader.getTask('a') });

// A handler made for another backend.
const nameOfPod = async (call: { reader: { getPod(id: string): Promise<string> } }) => ({ name: await call.reader.getPod('a') });
// @ts-expect-error Property 'getPod' is missing in type 'TaskReader'
tasker.read({ ...facts, input: ById, run: nameOfPod });

// @ts-expect-error 'profile' is added by core; leave it out
tasker.read({ ...facts, input: z.object({ profile: z.string() }), run: () => ({ name: 'a' }) });

// @ts-expect-error 'ticket' is added by core; leave it out
read({ ...facts, input: z.object({ id: z.string(), ticket: z.string() }), run: () => ({ name: 'a' }) });

// @ts-expect-error 'annotations' does not exist in type 'ReadSpec
tasker.read({ ...facts, annotations: { readOnlyHint: true }, input: ById, run: () => ({ name: 'a' }) });

// @ts-expect-error Type 'ZodString' is missing the following properties from type 'ZodObject
tasker.read({ ...facts, input: z.string(), run: () => ({ name: 'a' }) });

// @ts-expect-error Property 'description' is missing
tasker.read({ name: 'task_name', toolset: 'tasks', output: Named, input: ById, run: () => ({ name: 'a' }) });

// @ts-expect-error Property 'toolset' is missing
tasker.read({ name: 'task_name', description: 'Names a task.', output: Named, input: ById, run: () => ({ name: 'a' }) });

// @ts-expect-error Property 'output' is missing
tasker.read({ name: 'task_name', toolset: 'tasks', description: 'Names a task.', input: ById, run: () => ({ name: 'a' }) });
