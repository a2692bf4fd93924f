import { type AnyTool, definePlugin, type JsonObject } from '@lineclear/core/plugin';
import type { StartOptions } from '@lineclear/testing';
import { startPlugin } from '@lineclear/testing';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import type { CeleryReader } from '../client/celery-reader.ts';
import { celery } from '../connection.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { patient } from './patient.ts';

/** One reading tool in front of a real broker; it ends with the test. The answers are what a served call gets. */
export const startReading = async <Output extends z.ZodObject>({
  tool,
  settings,
  ...options
}: {
  tool: AnyTool & { readonly output: Output };
  /** What the profile says about Celery. */
  settings: JsonObject;
} & Pick<StartOptions, 'profile' | 'principal'>) => {
  let seen: CeleryReader | undefined;
  // Writes to the ledger are none of a reading tool's; this one stands for the tools that start tasks.
  const remember = celery.read({
    name: 'remember_task',
    toolset: 'celery',
    description: 'Notes a task in the ledger.',
    input: z.object({ task_id: z.string(), task_name: z.string(), principal: z.string(), at: z.int(), queue: z.string() }),
    output: z.object({}),
    run: async ({ input: { task_id: taskId, ...entry }, state, reader }) => {
      seen = reader;
      await ledgerOf(state).claim({ taskId, ...entry, state: 'sent', digest: '' });
      return {};
    },
  });
  const plugin = definePlugin({
    id: 'celery',
    title: 'Celery',
    version: '1.0.0',
    toolsets: {
      celery: { title: 'Celery', use: 'What the test is about.' },
      [tool.toolset]: { title: tool.toolset, use: 'What the test is about.' },
    },
    tools: [tool, remember],
  });
  const started = await startPlugin({ plugin, connections: { celery: patient(settings) }, ...options });
  onTestFinished(() => started.close());
  return {
    ...started,
    read: async (args: JsonObject = {}): Promise<z.output<Output>> => tool.output.parse(await started.callTool(tool.name, args)),
    remember: (entry: JsonObject) =>
      started.callTool('remember_task', {
        task_name: 'tasks.add',
        principal: 'tester',
        at: Date.now(),
        queue: 'celery',
        ...entry,
      }),
    reader: () => seen,
  };
};
