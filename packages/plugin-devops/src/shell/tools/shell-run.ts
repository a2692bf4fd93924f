import * as z from 'zod';
import { needsShell } from '../settings.ts';
import { workspace } from '../../workspace/connection.ts';
import { runOutput, toRunOutput } from '../../process/run-output.ts';
import { counted } from '../../text/counted.ts';

export const shellRun = workspace.write({
  name: 'shell_run',
  title: 'Run a shell line',
  toolset: 'workspace',
  risk: 'destructive',
  offered: needsShell,
  description:
    'Run a bash line of allowed programs: pipes, lists, groups, if, for and while. What cannot be judged beforehand is refused. Use process_run for one program.',
  input: z.strictObject({
    command: z.string().describe('Such as "grep -rn TODO src | wc -l".'),
    cwd: z.string().default('.').describe('The folder to run in.'),
    timeout_s: z.int().min(1).max(600).default(60).describe('Ended after this.'),
  }),
  output: z.object(runOutput),
  deadlineMs: (input) => (input.timeout_s + 15) * 1_000,
  // The preview raises the risk again for everything that the line's text alone does not show.
  classify: () => ({ risk: 'reversible', class: 'shell' }),
  preview: async ({ input, reader, profile }) => {
    const { folder, shell, commands, redirections, reasons, guard } = await reader.judgeLine({
      line: input.command,
      path: input.cwd,
    });
    return {
      description: `Run ${JSON.stringify(input.command)}, a line of ${counted(commands.length, 'command')}, in "${folder.shown}" of ${profile.name}, for at most ${input.timeout_s} s.`,
      guard,
      details: {
        shell: shell.real,
        folder: folder.real,
        commands: commands.map(({ text, program }) => ({ command: text, program: program ?? 'bash itself' })),
        redirections,
        ...(reasons.length > 0 ? { needs_a_person: reasons } : {}),
      },
      warnings: [],
      ...(reasons.length > 0 ? { risk: 'destructive', approval: 'human' } : {}),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { command, cwd, timeout_s } = input;
    return toRunOutput(await writer.runLine({ line: command, path: cwd, timeoutMs: timeout_s * 1_000, guard, signal }));
  },
});
