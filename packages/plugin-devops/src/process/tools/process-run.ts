import { basename } from 'node:path';
import * as z from 'zod';
import { quoteArguments } from '../quote-arguments.ts';
import { workspace } from '../../workspace/connection.ts';
import { runOutput, toRunOutput } from '../run-output.ts';
import { cutLine } from '../../text/lines.ts';
import { hasNoNul } from '../../text/no-nul.ts';

export const processRun = workspace.write({
  name: 'process_run',
  title: 'Run',
  toolset: 'workspace',
  risk: 'destructive',
  description:
    'Run a program to its end, without a shell. Programs that the profile does not allow need a person. Use fs and git tools for files and commits.',
  input: z.strictObject({
    argv: z
      .array(z.string().refine(hasNoNul, 'Holds a NUL character.'))
      .min(1)
      .describe('Program and arguments, such as ["npm", "test"].'),
    cwd: z.string().default('.').describe('The folder to run in.'),
    timeout_s: z.int().min(1).max(600).default(60).describe('Ended after this.'),
    stdin: z.string().optional().describe('Standard input.'),
  }),
  output: z.object({
    ...runOutput,
    stdout: runOutput.stdout.describe('Beginning and end.'),
  }),
  deadlineMs: (input) => (input.timeout_s + 15) * 1_000,
  // The profile's list of programs is not known here: the preview raises the risk again for everything that is not on it.
  classify: ({ input }) => ({ risk: 'reversible', class: basename(input.argv[0] ?? '') }),
  preview: async ({ input, reader, profile }) => {
    const { folder, program, reasons, guard } = await reader.judgeProcess({ argv: input.argv, path: input.cwd });
    return {
      description: `Run ${quoteArguments(input.argv)} in "${folder.shown}" of ${profile.name}, for at most ${input.timeout_s} s.`,
      guard,
      details: {
        program: program.real,
        folder: folder.real,
        // What it reads can decide more than its arguments.
        ...(input.stdin === undefined ? {} : { stdin: cutLine(input.stdin, maxShownStdin) }),
        ...(reasons.length > 0 ? { needs_a_person: reasons } : {}),
      },
      warnings: [],
      ...(reasons.length > 0 ? { risk: 'destructive', approval: 'human' } : {}),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { argv, cwd, stdin, timeout_s } = input;
    return toRunOutput(await writer.runProcess({ argv, path: cwd, stdin, timeoutMs: timeout_s * 1_000, guard, signal }));
  },
});

const maxShownStdin = 20_000;
