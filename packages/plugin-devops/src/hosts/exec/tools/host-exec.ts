import * as z from 'zod';
import { quoteArguments } from '../../../process/quote-arguments.ts';
import { fitsCommandLine } from '../../client/command.ts';
import { hosts } from '../../connection.ts';
import { hostField } from '../../hosts/host-field.ts';
import { shownTarget } from '../../hosts/shown-target.ts';
import { classifyCommand } from '../classify-command.ts';
import { recoverRun } from '../recover-run.ts';
import { runResult, toRunResult } from '../run-result.ts';

const isPlain = (text: string): boolean => !text.includes('\0');
const hasProgram = ([program = '']: readonly string[]): boolean => program !== '' && !program.startsWith('-');

export const hostExec = hosts.write({
  name: 'host_exec',
  title: 'Run on a host',
  toolset: 'hosts',
  risk: 'destructive',
  description: 'Run one program on a host, without a shell, to its end. Use host_query to look at a host.',
  input: z.strictObject({
    host: hostField,
    argv: z
      .array(z.string().refine(isPlain, 'Holds a NUL character.'))
      .refine(
        (argv) => hasProgram(argv) && argv.every(isPlain) && fitsCommandLine(argv),
        'Begins with no program, or is too long.',
      )
      .describe('Such as ["nginx", "-t"].'),
    cwd: z
      .string()
      .refine((path) => path.startsWith('/') && isPlain(path), 'Is no absolute path.')
      .optional()
      .describe('Folder, such as /srv/app.'),
    stdin: z
      .string()
      .refine((text) => text.length <= 262_144, 'Longer than 262144 characters.')
      .optional()
      .describe('Its input.'),
    sudo: z.boolean().default(false).describe('As root.'),
    timeout_s: z.int().min(1).max(900).default(60).describe('Then it is ended.'),
  }),
  output: z.object({ host: z.string(), ...runResult }),
  deadlineMs: ({ timeout_s }) => timeout_s * 1000 + 15_000,
  classify: ({ input }) => {
    const name = input.sudo ? 'privileged' : classifyCommand(input);
    return { class: name, target: input.host, ...(name === 'inspect' && { risk: 'additive' }) };
  },
  preview: async ({ input, reader, profile, state, signal }) => {
    const { argv, cwd, stdin, sudo, timeout_s } = input;
    const { guard, details, place } = await shownTarget({ reader, profile, host: input.host, state, signal, elevate: sudo });
    return {
      description: `Run ${quoteArguments(argv)} on ${place}${sudo ? ', as root' : ''}.`,
      guard,
      details: {
        ...details,
        argv,
        class: sudo ? 'privileged' : classifyCommand(input),
        ...(cwd !== undefined && { cwd }),
        ...(stdin !== undefined && { stdin }),
        sudo,
        timeout_s,
        reversible: false,
        undo: null,
      },
    };
  },
  execute: async ({ input, writer, state, signal, idempotencyKey }) => {
    const { host, argv, cwd, stdin, sudo, timeout_s } = input;
    const end = await writer.run({
      host,
      planId: idempotencyKey,
      argv,
      cwd,
      stdin,
      elevate: sudo,
      timeoutMs: timeout_s * 1000,
      state,
      signal,
    });
    return { host, ...toRunResult(end) };
  },
  reconcile: async ({ input, reader, state, signal, idempotencyKey }) => {
    const found = await recoverRun({ reader, host: input.host, planId: idempotencyKey, state, signal });
    return typeof found === 'string' ? found : { result: { host: input.host, ...found.result } };
  },
});
