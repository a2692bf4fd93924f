import { type ErrorCode, LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostsReader } from '../client/hosts-reader.ts';
import type { HostCall } from '../client/hosts.ts';
import { type Account, hasGroup, lostExpiry, readAccount } from './account.ts';
import { keysIn, type PublicKey, readPublicKey } from './public-key.ts';
import type { UserAction, UserChange } from './user-change.ts';

interface Wanted {
  readonly action: UserAction;
  readonly user: string;
  readonly shell?: string | undefined;
  readonly key?: string | undefined;
  readonly group?: string | undefined;
}

export interface UserPlan {
  readonly account: Account | undefined;
  readonly change: UserChange;
  /** What is done, without the place and the full stop. */
  readonly sentence: string;
  readonly warnings: readonly string[];
}

/** What has to be done to an account so that it is as it is wanted; throws where that makes no sense as things are. */
export const planUserChange = async ({
  reader,
  action,
  user,
  shell = '/bin/bash',
  key,
  group = '',
  ...call
}: HostCall & Wanted & { reader: HostsReader }): Promise<UserPlan> => {
  const account = await readAccount({ reader, user, ...call });
  const refuse = (code: ErrorCode, reason: string, sentence: string) =>
    new LineclearError(code, `${sentence} on the host ${quoted(call.host)}.`, {
      details: { reason, host: call.host, user },
      effect: 'none',
    });
  if (action === 'create') {
    if (account !== undefined) throw refuse('conflict', 'user_exists', `There is an account ${quoted(user)} already`);
    const change = { action, user, shell } as const;
    return {
      account,
      change,
      sentence: `Create the account ${quoted(user)} with a home, the shell ${shell} and no password`,
      warnings: [],
    };
  }
  if (account === undefined) throw refuse('not_found', 'no_such_user', `There is no account ${quoted(user)}`);
  switch (action) {
    case 'lock':
    case 'unlock': {
      const isDone = account.isLocked === (action === 'lock');
      const sentence =
        action === 'lock' ? `Lock the account ${quoted(user)}, for passwords and keys` : `Unlock the account ${quoted(user)}`;
      const expires = lostExpiry(account);
      const warnings = [
        ...(isDone ? [`It is ${action}ed already.`] : []),
        ...(expires === undefined ? [] : [`The date on which it expires, ${expires}, is lost.`]),
      ];
      return { account, change: { action, user, ...(expires !== undefined && { expires }) }, sentence, warnings };
    }
    case 'add_group': {
      if (!(await hasGroup({ reader, group, ...call })))
        throw refuse('not_found', 'no_such_group', `There is no group ${quoted(group)}`);
      const warnings = account.groups.includes(group) ? ['It is a member already.'] : [];
      return {
        account,
        change: { action, user, group },
        sentence: `Add the account ${quoted(user)} to the group ${quoted(group)}`,
        warnings,
      };
    }
    case 'add_key': {
      const added = readPublicKey(key ?? '');
      const warnings = account.keys.some(({ blob }) => blob === added.blob)
        ? ['It has this key already; its line becomes this one.']
        : [];
      const change = { action, user, home: account.home, key: added } as const;
      return { account, change, sentence: `Let the key ${added.fingerprint} in as ${quoted(user)}`, warnings };
    }
    case 'remove_key': {
      const removed = findKey({ keys: account.keys, wanted: key ?? '' });
      if (removed === undefined) throw refuse('not_found', 'no_such_key', `The account ${quoted(user)} has no such key`);
      const warnings = account.keys.length === 1 ? ['It is the only key of the account.'] : [];
      const change = { action, user, home: account.home, key: removed } as const;
      return { account, change, sentence: `Keep the key ${removed.fingerprint} out of ${quoted(user)}`, warnings };
    }
  }
};

const findKey = ({ keys, wanted }: { keys: readonly PublicKey[]; wanted: string }): PublicKey | undefined => {
  const [given] = keysIn(wanted);
  return keys.find(({ fingerprint, blob }) => fingerprint === wanted.trim() || blob === given?.blob);
};
