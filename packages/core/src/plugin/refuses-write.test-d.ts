// What the compiler refuses in a write tool. Behind each directive: a part of the message that the author sees.
import { write } from '@lineclear/core/plugin';
import * as z from 'zod';
import { tasker } from './tasker.test-d.ts';

const input = z.object({ id: z.string() });
const output = z.object({ name: z.string() });
const facts = { name: 'task_mark', toolset: 'tasks', description: 'Marks a task.', risk: 'additive', input, output } as const;
const preview = () => ({ description: 'Mark it.', guard: { count: 1 } });
const execute = () => ({ name: 'a' });

// @ts-expect-error Property 'preview' is missing
tasker.write({ ...facts, execute });

// @ts-expect-error Property 'execute' is missing
tasker.write({ ...facts, preview });

// @ts-expect-error Property 'risk' is missing
tasker.write({ name: 'task_mark', toolset: 'tasks', description: 'Marks a task.', input, output, preview, execute });

// @ts-expect-error Type '"dangerous"' is not assignable to type 'Risk'
tasker.write({ ...facts, risk: 'dangerous', preview, execute });

// @ts-expect-error 'run' does not exist in type 'WriteSpec
tasker.write({ ...facts, run: execute, preview, execute });

// @ts-expect-error Property 'nope' does not exist on type '{ id: string; }'
tasker.write({ ...facts, preview: ({ input }) => ({ description: input.nope, guard: 1 }), execute });

// @ts-expect-error Property 'nope' does not exist on type '{ id: string; }'
tasker.write({ ...facts, preview, execute: ({ input }) => ({ name: input.nope }) });

// @ts-expect-error Property 'nope' does not exist on type '{ id: string; }'
tasker.write({ ...facts, classify: ({ input }) => ({ class: input.nope }), preview, execute });

// @ts-expect-error Type '"low"' is not assignable to type 'Risk | undefined'
tasker.write({ ...facts, classify: () => ({ risk: 'low' }), preview, execute });

// @ts-expect-error Property 'guard' is missing in type '{ description: string; }'
tasker.write({ ...facts, preview: () => ({ description: 'Mark it.' }), execute });

// @ts-expect-error Property 'description' is missing in type '{ guard: number; }'
tasker.write({ ...facts, preview: () => ({ guard: 1 }), execute });

// @ts-expect-error Type '"none"' is not assignable to type 'Assurance | undefined'
tasker.write({ ...facts, preview: () => ({ description: 'Mark it.', guard: 1, approval: 'none' }), execute });

// The writer's method, seen from a preview.
// @ts-expect-error Property 'cancelTask' does not exist on type 'TaskReader'
tasker.write({ ...facts, preview: ({ reader }) => ({ description: 'Mark.', guard: reader.cancelTask('a', 'b') }), execute });

// @ts-expect-error Property 'reader' does not exist
tasker.write({ ...facts, preview, execute: ({ reader }) => reader.getTask('a') });

// @ts-expect-error Property 'nope' does not exist on type 'TaskerClient'
tasker.write({ ...facts, preview, execute: ({ writer }) => writer.nope() });

// @ts-expect-error Type 'number' is not assignable to type 'string'
tasker.write({ ...facts, preview, execute, reconcile: () => ({ result: { name: 7 } }) });

// @ts-expect-error 'writer' is possibly 'undefined'
write({ ...facts, preview, execute: ({ writer }) => writer.cancelTask('a', 'b') });

// @ts-expect-error Property 'version' does not exist on type '{ count: number; }'
tasker.write({ ...facts, preview, execute: ({ guard }) => ({ name: guard.version }) });

// @ts-expect-error Type 'number' is not assignable to type 'string'
tasker.write({ ...facts, preview, execute: ({ guard }) => ({ name: guard.count }) });

// @ts-expect-error Property 'toUpperCase' does not exist on type 'number'
write({ ...facts, preview, execute, reconcile: ({ guard }) => guard.count.toUpperCase() });

// @ts-expect-error Type '"done"' is not assignable
tasker.write({ ...facts, preview, execute, reconcile: () => 'done' });

// @ts-expect-error Type '{}' is not assignable to type 'Awaitable<WithImages<
tasker.write({ ...facts, preview, execute: () => ({}) });

// @ts-expect-error Property 'nope' does not exist on type '{ name: string; }'
tasker.write({ ...facts, preview, execute, verify: ({ output }) => output.nope });

// @ts-expect-error 'confirm' is added by core; leave it out
tasker.write({ ...facts, input: z.object({ confirm: z.boolean() }), preview, execute });

// @ts-expect-error 'profile' is added by core; leave it out
write({ ...facts, input: z.object({ profile: z.string() }), preview, execute });

// @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string'
tasker.write({ ...facts, preview, execute: ({ step }) => ({ name: String(step(1)) }) });
