import { LineclearError, quoted } from '@lineclear/core/plugin';
import { mustElevate } from '../as-root.ts';
import type { HostsReader } from '../client/hosts-reader.ts';
import type { HostCall } from '../client/hosts.ts';
import { noProgram, queryText } from '../query-text.ts';
import { keysIn, type PublicKey } from './public-key.ts';

/** An account of a host. */
export interface Account {
  readonly uid: number;
  readonly home: string;
  readonly shell: string;
  readonly groups: readonly string[];
  /** Nobody gets in: neither by a password nor by a key. */
  readonly isLocked: boolean;
  /** The day on which it lets nobody in any more, such as `2027-01-31`, or `never`. */
  readonly expires: string;
  readonly keys: readonly PublicKey[];
}

type Question = HostCall & { readonly reader: HostsReader };

/** What a host knows of an account; undefined where it has none of this name. */
export const readAccount = async ({ reader, user, ...call }: Question & { user: string }): Promise<Account | undefined> => {
  const elevate = mustElevate({ reader, host: call.host });
  const entry = await queryText({ reader, ...call, argv: ['getent', 'passwd', '--', user] });
  if (entry.exitCode === noProgram) throw noAccounts(call.host);
  const [name, , uid, , , home = '', shell = ''] = entry.stdout.trim().split(':');
  if (name !== user || !home.startsWith('/')) return undefined;
  const ask = (argv: readonly string[], asRoot: boolean) => queryText({ reader, ...call, argv, elevate: asRoot && elevate });
  const [groups, password, expiry, keys] = await Promise.all([
    ask(['id', '-Gn', '--', user], false),
    ask(['passwd', '-S', '--', user], true),
    ask(['chage', '-l', '--', user], true),
    ask(['head', '-c', `${mostKeyBytes}`, '--', `${home}/.ssh/authorized_keys`], true),
  ]);
  if (password.exitCode !== 0 || expiry.exitCode !== 0) throw noAccounts(call.host);
  const expires = expiryIn(expiry.stdout);
  return {
    uid: Number(uid),
    home,
    shell,
    groups: groups.stdout.trim().split(' ').toSorted(),
    // Without the second, keys would still let people in.
    isLocked: / L /.test(`${password.stdout} `) && Date.parse(expires) <= Date.now(),
    expires,
    keys: keysIn(keys.stdout),
  };
};

/** Whether a host has a group of this name. */
export const hasGroup = async ({ reader, group, ...call }: Question & { group: string }): Promise<boolean> =>
  (await queryText({ reader, ...call, argv: ['getent', 'group', '--', group] })).exitCode === 0;

const expiryIn = (text: string): string => {
  const [, shown = 'never'] = /^Account expires\s*: (.+)$/m.exec(text) ?? [];
  const at = Date.parse(`${shown} UTC`);
  return Number.isNaN(at) ? shown : new Date(at).toISOString().slice(0, 10);
};

/** The date that locking or unlocking an account overwrites; undefined where it has none but that of a lock. */
export const lostExpiry = ({ expires }: Account): string | undefined =>
  /^(?!1970)\d{4}-\d\d-\d\d$/.test(expires) ? expires : undefined;

const mostKeyBytes = 256 << 10;

const noAccounts = (host: string): LineclearError =>
  new LineclearError('unsupported', `The host ${quoted(host)} does not manage accounts as Debian and Fedora do.`, {
    hint: 'Use host_exec with the programs of that system.',
    details: { reason: 'no_account_programs', host },
    effect: 'none',
  });
