import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { quoteArguments } from '../quote-arguments.ts';
import type { SessionView } from '../sessions/session-view.ts';
import { pickState, processFields, processId } from './process-fields.ts';

export const processStop = workspace.write({
  name: 'process_stop',
  title: 'Stop',
  toolset: 'workspace',
  risk: 'destructive',
  description: 'End a started process and all that it started. Use process_wait if it ends by itself.',
  input: z.strictObject({
    process_id: processId,
    signal: z.enum(['TERM', 'INT', 'KILL']).default('TERM').describe('KILL follows after 5 s.'),
  }),
  output: z.object({ ...processFields, runtime_s: z.number() }),
  // It ends only what the same caller started under a confirmed plan, and what can be started again.
  classify: ({ input }) => ({ risk: 'reversible', class: input.signal }),
  preview: async ({ input, reader, principal, profile }) => {
    const name = { id: input.process_id, principal: principal.id };
    const process = reader.processes.show(name);
    const count = process.state === 'running' ? await reader.processes.count(name) : 0;
    return {
      description: `Stop ${quoted(process.name)} (${profile.name}) with SIG${input.signal}: ${processes(count)}, pid ${process.pid}, running for ${process.runtime_s} s.`,
      guard: { process_id: process.process_id, state: process.state },
      details: { command: quoteArguments(process.argv), processes: count },
      ...(process.state === 'running' ? {} : { refusal: alreadyEnded(process) }),
    };
  },
  execute: async ({ input, writer, principal }) => {
    const signal = `SIG${input.signal}` as const;
    const process = await writer.processes.stop({ id: input.process_id, principal: principal.id, signal });
    return { ...pickState(process), runtime_s: process.runtime_s };
  },
});

const processes = (count: number): string => (count === 1 ? '1 process' : `${count} processes`);

const alreadyEnded = (process: SessionView): LineclearError =>
  new LineclearError('conflict', 'This process has ended already.', {
    hint: 'Use process_read for its last output.',
    details: { reason: 'already_ended', ...pickState(process) },
    effect: 'none',
  });
