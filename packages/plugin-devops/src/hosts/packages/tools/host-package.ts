import * as z from 'zod';
import { mustElevate, runToEnd, shownAccount } from '../../as-root.ts';
import { hosts } from '../../connection.ts';
import { recoverRun } from '../../exec/recover-run.ts';
import { runResult, toRunResult } from '../../exec/run-result.ts';
import { hostField } from '../../hosts/host-field.ts';
import { shownTarget } from '../../hosts/shown-target.ts';
import { packageActions, type PackageAction, type PackageChange, shownChange } from '../package-change.ts';
import { packageManagers, type WantedPackage } from '../package-manager.ts';
import { shapedText } from '../../../text/shaped-text.ts';
import { readPackagePlan } from '../read-plan.ts';

// No name ends in "-": apt would remove it when it is asked to install.
const wantedPackage = shapedText({
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9+._-]*[A-Za-z0-9+])?(?::[a-z0-9]+)?(?:=[A-Za-z0-9][A-Za-z0-9.+:~_-]*)?$/,
  longest: 200,
  error: 'use a name such as "nginx", or "nginx=1.22.1-9"',
});

const deadlineMs = 900_000;

export const hostPackage = hosts.write({
  name: 'host_package',
  title: 'Change packages',
  toolset: 'hosts',
  risk: 'destructive',
  description: 'Install, upgrade or remove packages by apt, dnf or apk; the preview shows all that changes with them.',
  input: z.strictObject({
    host: hostField,
    action: z.enum(packageActions).describe('What to do.'),
    packages: z.array(wantedPackage).min(1).max(20).describe('Such as ["nginx"], or ["nginx=1.22.1-9"].'),
  }),
  output: z.object({ host: z.string(), action: z.string(), done: z.boolean(), changed: z.array(z.string()), ...runResult }),
  deadlineMs: deadlineMs + 15_000,
  classify: ({ input }) => ({
    class: 'package',
    target: input.host,
    ...(input.action !== 'remove' && { risk: 'reversible' as const }),
  }),
  preview: async ({ input: { host, action, packages }, reader, profile, state, signal }) => {
    const elevate = mustElevate({ reader, host });
    const target = await shownTarget({ reader, profile, host, state, signal });
    const wanted = packages.map(toWanted);
    const { manager, changes } = await readPackagePlan({ reader, host, action, packages: wanted, state, signal });
    const names = new Set(wanted.map(({ name }) => name));
    const lost = changes.filter(({ name, change }) => change === 'remove' && !(action === 'remove' && names.has(name)));
    const isOne = changes.length === 1;
    return {
      description: `${sentences[action]} ${packages.join(', ')} on ${target.place}: ${changes.length} package${isOne ? '' : 's'} change${isOne ? 's' : ''}.`,
      guard: { ...target.guard, manager: manager.name, changes },
      changes: changes.map(shownChange),
      details: {
        ...target.details,
        action,
        packages,
        argv: manager.run({ action, packages: wanted, changes }),
        runs_as: shownAccount({ user: reader.find(host).user, elevate }),
        reversible: changes.length > 0,
        undo: undoOf({ action, changes }),
      },
      warnings: [
        ...(changes.length === 0 ? ['Nothing changes: everything is as asked for already.'] : []),
        ...(lost.length > 0 ? [`These are removed as well: ${lost.map(({ name }) => name).join(', ')}.`] : []),
        ...(changes.some(({ name, change }) => change === 'remove' && lifelines.test(name))
          ? ['Without what is removed, the host may not be reached or not start any more.']
          : []),
      ],
      ...(lost.length > 0 && { risk: 'destructive' as const }),
    };
  },
  execute: async ({ input: { host, action, packages }, guard, writer, state, signal, idempotencyKey }) => {
    const manager = packageManagers.find(({ name }) => name === guard.manager) ?? packageManagers[0];
    const end = await runToEnd({
      writer,
      host,
      state,
      signal,
      planId: idempotencyKey,
      argv: manager?.run({ action, packages: packages.map(toWanted), changes: guard.changes }) ?? [],
      elevate: guard.user !== 'root',
      timeoutMs: deadlineMs,
    });
    return { host, action, changed: guard.changes.map(shownChange), done: end.exitCode === 0, ...toRunResult(end) };
  },
  verify: async ({ input: { host, action, packages }, reader, state, signal }) => {
    const { changes } = await readPackagePlan({ reader, host, action, packages: packages.map(toWanted), state, signal });
    return { still_to_change: changes.map(shownChange) };
  },
  reconcile: async ({ input: { host, action }, guard, reader, state, signal, idempotencyKey }) => {
    const found = await recoverRun({ reader, host, planId: idempotencyKey, state, signal });
    if (typeof found === 'string') return found;
    return {
      result: { host, action, changed: guard.changes.map(shownChange), done: found.result.exit_code === 0, ...found.result },
    };
  },
});

const sentences = { install: 'Install', upgrade: 'Upgrade', remove: 'Remove' };

const lifelines =
  /^(?:openssh-server|sudo|systemd|init|linux-image.*|kernel|grub.*|network-manager|netplan\.io|ifupdown|libc6|glibc|musl)$/;

const toWanted = (text: string): WantedPackage => {
  const [name = '', version] = text.split('=');
  return { name, version };
};

const undoOf = ({ action, changes }: { action: PackageAction; changes: readonly PackageChange[] }): string | null => {
  if (changes.length === 0) return null;
  if (action === 'install') return 'host_package with action: remove, for what was not there before';
  const before = changes.flatMap(({ name, change, version, from }) =>
    change === 'install' ? [] : [`${name}=${change === 'remove' ? version : from}`],
  );
  return `host_package with action: install and the versions of before (${before.slice(0, 5).join(', ')}), where a repository still has them`;
};
