import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostsReader } from './client/hosts-reader.ts';
import type { HostsWriter, Run } from './client/hosts-writer.ts';
import type { ChannelEnd } from './client/run-channel.ts';
import type { HostSettings } from './settings.ts';

/** Whether the account has to become root, for what only root may do; `not_configured` where it is not root and has no way to. */
export const mustElevate = ({ reader, host }: { reader: Pick<HostsReader, 'find'>; host: string }): boolean => {
  const { user, sudo }: HostSettings = reader.find(host);
  if (user === 'root') return false;
  if (sudo !== 'none') return true;
  throw new LineclearError(
    'not_configured',
    `On the host ${quoted(host)}, only root may do this, and its account has no way to become root.`,
    {
      hint: 'Ask the operator to name one in sudo of the host, or to use the account root.',
      details: { reason: 'no_sudo', host },
      effect: 'none',
    },
  );
};

/** How a preview shows who runs a program. */
export const shownAccount = ({ user, elevate }: { user: string; elevate: boolean }): string =>
  elevate ? `root, by sudo of ${user}` : user;

/** Runs a program once for a plan, and throws where it was not seen to its end: then its record on the host decides. */
export const runToEnd = async ({ writer, ...run }: Run & { writer: HostsWriter }): Promise<ChannelEnd> => {
  const end = await writer.run(run);
  if (end.stopped === undefined && end.exitCode !== null) return end;
  throw new LineclearError('timeout', `A program on the host ${quoted(run.host)} was not seen to its end.`, {
    hint: 'Read the state of the host before anything else.',
    details: { reason: 'not_ended', host: run.host, may_still_run: end.mayStillRun },
    effect: 'unknown',
  });
};
