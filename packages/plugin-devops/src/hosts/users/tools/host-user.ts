import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { mustElevate, runToEnd, shownAccount } from '../../as-root.ts';
import { hosts } from '../../connection.ts';
import { recoverRun } from '../../exec/recover-run.ts';
import { runResult, toRunResult } from '../../exec/run-result.ts';
import { hostField } from '../../hosts/host-field.ts';
import { shownTarget } from '../../hosts/shown-target.ts';
import { shapedText } from '../../../text/shaped-text.ts';
import { readAccount } from '../account.ts';
import { planUserChange } from '../plan-user-change.ts';
import { dangersOf, undoOf, userActions, userCommand } from '../user-change.ts';

const accountName = shapedText({ pattern: /^[a-z_][a-z0-9_-]*$/, longest: 32, error: 'use the name of an account' });

const keyField = shapedText({
  pattern: /^(?:SHA256:[A-Za-z0-9+/]{43}|(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,3}(?: [^\n\r\0]*)?)$/,
  longest: 8_192,
  error: 'use a public key in one line',
});

export const hostUser = hosts.write({
  name: 'host_user',
  title: 'Change an account',
  toolset: 'hosts',
  risk: 'destructive',
  description: 'Create, lock or unlock an account of a host, change its SSH keys, or add it to a group. Passwords are never set.',
  input: z
    .strictObject({
      host: hostField,
      action: z.enum(userActions).describe('What to do.'),
      user: accountName.describe('Such as deploy.'),
      shell: z.enum(['/bin/bash', '/bin/sh', '/usr/sbin/nologin']).optional().describe('For create.'),
      key: keyField.optional().describe('For keys: the public key; to remove one, its fingerprint will do.'),
      group: accountName.optional().describe('For add_group.'),
    })
    .refine(({ action, key }) => action.endsWith('_key') === (key !== undefined), {
      error: 'goes with add_key and remove_key',
      path: ['key'],
    })
    .refine(({ action, group }) => (action === 'add_group') === (group !== undefined), {
      error: 'goes with add_group',
      path: ['group'],
    })
    .refine(({ action, shell }) => action === 'create' || shell === undefined, { error: 'goes with create', path: ['shell'] }),
  output: z.object({ host: z.string(), user: z.string(), action: z.string(), done: z.boolean(), ...runResult }),
  classify: ({ input }) => ({ class: 'user', target: input.host, risk: input.action === 'create' ? 'additive' : 'reversible' }),
  preview: async ({ input, reader, profile, state, signal }) => {
    const { host, user, action } = input;
    const elevate = mustElevate({ reader, host });
    const target = await shownTarget({ reader, profile, host, state, signal });
    const { account, change, sentence, warnings } = await planUserChange({ ...input, reader, state, signal });
    const ownAccount = reader.find(host).user;
    const dangers = dangersOf({ change, ownAccount });
    return {
      description: `${sentence} on ${target.place}.`,
      guard: { ...target.guard, change, account: account ?? null },
      ...(account !== undefined && {
        before: {
          uid: account.uid,
          home: account.home,
          shell: account.shell,
          groups: account.groups,
          locked: account.isLocked,
          expires: account.expires,
          keys: account.keys.map(({ fingerprint }) => fingerprint),
        },
      }),
      details: {
        ...target.details,
        action,
        user,
        home: account?.home ?? `/home/${user}, where the host puts homes there`,
        shell: change.action === 'create' ? change.shell : account?.shell,
        ...('key' in change && {
          key: `${change.key.type} ${change.key.blob} ${change.key.comment}`.trim(),
          fingerprint: change.key.fingerprint,
        }),
        ...(input.group !== undefined && { group: input.group }),
        program: userCommand(change)[0],
        runs_as: shownAccount({ user: ownAccount, elevate }),
        reversible: true,
        undo: undoOf(change),
      },
      warnings: [...warnings, ...dangers],
      ...(dangers.length > 0 && { risk: 'destructive' as const, approval: 'client' as const }),
    };
  },
  execute: async ({ input: { host, user, action }, guard, writer, state, signal, idempotencyKey }) => {
    const end = await runToEnd({
      writer,
      host,
      state,
      signal,
      planId: idempotencyKey,
      argv: userCommand(guard.change),
      elevate: guard.user !== 'root',
      timeoutMs: 60_000,
    });
    return { host, user, action, done: end.exitCode === 0, ...toRunResult(end) };
  },
  verify: async ({ input: { host, user }, reader, state, signal }) => {
    const account = await readAccount({ reader, host, user, state, signal });
    if (account === undefined) throw new LineclearError('not_found', `There is no account ${quoted(user)}.`);
    const { uid, home, shell, groups, isLocked, expires, keys } = account;
    return { uid, home, shell, groups, locked: isLocked, expires, keys: keys.map(({ fingerprint }) => fingerprint) };
  },
  reconcile: async ({ input: { host, user, action }, reader, state, signal, idempotencyKey }) => {
    const found = await recoverRun({ reader, host, planId: idempotencyKey, state, signal });
    if (typeof found === 'string') return found;
    return { result: { host, user, action, done: found.result.exit_code === 0, ...found.result } };
  },
});
