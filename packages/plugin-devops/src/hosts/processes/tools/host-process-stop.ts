import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { mustElevate, runToEnd, shownAccount } from '../../as-root.ts';
import { hosts } from '../../connection.ts';
import { recoverRun } from '../../exec/recover-run.ts';
import { hostField } from '../../hosts/host-field.ts';
import { shownTarget } from '../../hosts/shown-target.ts';
import { queryText } from '../../query-text.ts';
import { type HostProcess, readProcess, shownCommand } from '../read-process.ts';
import { readStopOutcome, stopCommand, stopOutcomes } from '../stop-process.ts';

export const hostProcessStop = hosts.write({
  name: 'host_process_stop',
  title: 'Stop a process of a host',
  toolset: 'hosts',
  risk: 'destructive',
  description: 'End one process of a host: SIGTERM, and SIGKILL when it goes on. Use host_service for what systemd runs.',
  input: z.strictObject({
    host: hostField,
    pid: z.int().min(2).max(4_194_304).describe('From host_query, such as 4711.'),
    grace_s: z.int().min(0).max(60).default(10).describe('Seconds until SIGKILL.'),
  }),
  output: z.object({
    host: z.string(),
    pid: z.int(),
    command: z.string(),
    how: z.enum(stopOutcomes).describe('How it ended, or that it still runs.'),
    untrusted: z.literal(true).describe('The command comes from the host'),
  }),
  classify: ({ input }) => ({ class: 'process', target: input.host }),
  preview: async ({ input: { host, pid, grace_s: graceS }, reader, profile, state, signal }) => {
    const call = { host, state, signal };
    const target = await shownTarget({ reader, profile, ...call });
    const [found, ownUid] = await Promise.all([
      readProcess({ reader, pid, ...call }),
      queryText({ reader, ...call, argv: ['id', '-u'] }),
    ]);
    if (found === undefined) throw noSuchProcess({ host, pid });
    if (found.command === '') throw isKernel({ host, pid });
    const isOwn = [0, found.uid].includes(Number(ownUid.stdout));
    const elevate = !isOwn && mustElevate({ reader, host });
    const command = shownCommand(found.command);
    const dangers = dangersOf(found);
    return {
      description: `End the process ${pid}, ${quoted(command)} of ${found.user}, on ${target.place}: SIGTERM, then SIGKILL after ${graceS} s.`,
      guard: { ...target.guard, pid, boot: found.bootId, start: found.startTicks, command: found.command, elevate },
      before: {
        pid,
        command,
        user: found.user,
        running_s: found.runningS,
        ...(found.unit !== undefined && { unit: found.unit }),
      },
      details: {
        ...target.details,
        pid,
        command,
        grace_s: graceS,
        runs_as: shownAccount({ user: reader.find(host).user, elevate }),
        reversible: false,
        undo: null,
      },
      warnings: [
        ...(found.unit?.endsWith('.service') === true
          ? [`It belongs to ${found.unit}, which may start it again: host_service stops that.`]
          : []),
        ...dangers,
      ],
      ...(dangers.length > 0 && { approval: 'client' as const }),
    };
  },
  execute: async ({ input: { host, pid, grace_s: graceS }, guard, writer, state, signal, idempotencyKey }) => {
    const { exitCode } = await runToEnd({
      writer,
      host,
      state,
      signal,
      planId: idempotencyKey,
      argv: stopCommand({ process: { pid, startTicks: guard.start, command: guard.command }, graceS }),
      elevate: guard.elevate,
      timeoutMs: 100_000,
    });
    return resultOf({ host, pid, command: guard.command, exitCode });
  },
  verify: async ({ input: { host, pid }, reader, state, signal }) => {
    const now = await readProcess({ reader, host, pid, state, signal });
    return { runs: now === undefined ? null : shownCommand(now.command) };
  },
  reconcile: async ({ input: { host, pid }, guard, reader, state, signal, idempotencyKey }) => {
    const found = await recoverRun({ reader, host, planId: idempotencyKey, state, signal });
    if (typeof found === 'string') return found;
    return { result: resultOf({ host, pid, command: guard.command, exitCode: found.result.exit_code }) };
  },
});

const resultOf = ({ host, pid, command, exitCode }: { host: string; pid: number; command: string; exitCode: number | null }) => ({
  host,
  pid,
  command: shownCommand(command),
  how: readStopOutcome({ exitCode, host, pid }),
  untrusted: true as const,
});

const dangersOf = ({ name }: HostProcess): readonly string[] =>
  /^(?:sshd|systemd|init|dbus-daemon|dbus-broker|NetworkManager|networkd)/.test(name)
    ? ['Without it, the host may not be reached any more, by this server neither.']
    : [];

const noSuchProcess = ({ host, pid }: { host: string; pid: number }): LineclearError =>
  new LineclearError('not_found', `There is no process ${pid} on the host ${quoted(host)}.`, {
    hint: 'host_query with processes lists them.',
    details: { reason: 'no_such_process', host, pid },
    effect: 'none',
  });

const isKernel = ({ host, pid }: { host: string; pid: number }): LineclearError =>
  new LineclearError(
    'invalid_input',
    `The process ${pid} of the host ${quoted(host)} belongs to the kernel; no signal ends it.`,
    {
      details: { reason: 'kernel_thread', host, pid },
      effect: 'none',
    },
  );
