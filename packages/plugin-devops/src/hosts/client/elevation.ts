import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostSettings } from '../settings.ts';

/** How the account of a host becomes root, as the scripts on the host take it. */
export interface Elevation {
  readonly mode: 'none' | 'passwordless' | 'password';
  /** What is sent before any other input; the script reads it away. */
  readonly input: Buffer;
}

/** The way to root that the settings of a host name; `not_configured` where it is wanted and there is none. */
export const elevationOf = ({ name, host, elevate }: { name: string; host: HostSettings; elevate: boolean }): Elevation => {
  if (!elevate) return { mode: 'none', input: Buffer.alloc(0) };
  if (host.sudo === 'passwordless') return { mode: 'passwordless', input: Buffer.alloc(0) };
  if (host.sudo === 'none') {
    throw new LineclearError('not_configured', `The account of the host ${quoted(name)} has no way to become root.`, {
      hint: 'Ask the operator to name one in sudo of the host.',
      details: { reason: 'no_sudo', host: name },
      effect: 'none',
    });
  }
  return { mode: 'password', input: Buffer.from(`${host.sudo.password.reveal()}\n`) };
};
