import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { pickState, processFields, processId } from './process-fields.ts';

export const processWait = workspace.read({
  name: 'process_wait',
  title: 'Wait',
  toolset: 'workspace',
  description: 'Wait until a started process ends or prints a text. Use process_read for its output.',
  input: z.strictObject({
    process_id: processId,
    timeout_s: z.int().min(1).max(50).default(30).describe('At most.'),
    for: z
      .string()
      .refine((text) => /^[^\n]{1,500}$/.test(text), 'Name a part of one line, of at most 500 characters.')
      .optional()
      .describe('Text, such as "ready".'),
    cursor: z.int().min(0).default(0).describe('Line to look from.'),
  }),
  output: z.object({ found: z.boolean(), cursor: z.int(), ...processFields }),
  deadlineMs: (input) => (input.timeout_s + 5) * 1_000,
  run: async ({ input, reader, principal, signal, progress }) => {
    const { process_id: id, timeout_s: total, for: text, cursor } = input;
    const {
      found,
      cursor: next,
      process,
    } = await reader.processes.wait({
      id,
      principal: principal.id,
      text,
      cursor,
      timeoutMs: total * 1_000,
      signal,
      onTick: (seconds) => progress({ progress: Math.min(seconds, total), total, message: `It has run on for ${seconds} s.` }),
    });
    return { found, cursor: next, ...pickState(process) };
  },
});
