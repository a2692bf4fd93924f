import { basename } from 'node:path';
import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { hasNoNul } from '../../text/no-nul.ts';
import { quoteArguments } from '../quote-arguments.ts';

export const processStart = workspace.write({
  name: 'process_start',
  title: 'Start',
  toolset: 'workspace',
  risk: 'destructive',
  description: 'Start a program that runs on, such as a server, without a shell. Use process_run for one that ends soon.',
  input: z.strictObject({
    argv: z.array(z.string().refine(hasNoNul, 'Holds a NUL character.')).min(1).describe('Such as ["npm", "run", "dev"].'),
    cwd: z.string().default('.').describe('Folder.'),
    pty: z.boolean().default(false).describe('Give it a terminal.'),
    name: z
      .string()
      .refine((name) => name.length <= 60, 'Longer than 60 characters.')
      .optional()
      .describe('For process_list.'),
  }),
  output: z.object({
    process_id: z.string().describe('For the other process tools.'),
    pid: z.int(),
    started_at: z.string(),
  }),
  // As with process_run, the preview raises the risk again for everything that is not on the profile's list.
  classify: ({ input }) => ({ risk: 'reversible', class: basename(input.argv[0] ?? '') }),
  preview: async ({ input: { argv, cwd, pty, name }, reader, profile, principal }) => {
    const { processes } = reader;
    const judged = await reader.judgeProcess({ argv, path: cwd });
    const { folder, program, reasons, guard } = judged;
    processes.checkRoom(principal.id);
    const refusal = await processes.judgeInput({ judged, argv });
    return {
      description: `Start ${quoteArguments(argv)} in "${folder.shown}" of ${profile.name}; it runs until it ends or is stopped, for at most ${processes.maxRuntimeMs / 1_000} s.`,
      guard,
      details: {
        program: program.real,
        folder: folder.real,
        terminal: pty,
        ...(name === undefined ? {} : { name }),
        input: refusal === undefined ? 'Accepted: process_write needs no further confirmation.' : `Refused: ${refusal}.`,
        ...(reasons.length > 0 ? { needs_a_person: reasons } : {}),
      },
      ...(reasons.length > 0 ? { risk: 'destructive', approval: 'human' } : {}),
    };
  },
  execute: async ({ input, writer, guard, principal, idempotencyKey }) => {
    const { process_id, pid, started_at } = await writer.processes.start({
      argv: input.argv,
      path: input.cwd,
      name: input.name ?? basename(input.argv[0] ?? ''),
      terminal: input.pty,
      guard,
      principal: principal.id,
      planId: idempotencyKey,
    });
    return { process_id, pid, started_at };
  },
});
