import { LineclearError, fence, quoted } from '@lineclear/core/plugin';
import { mustElevate } from '../as-root.ts';
import type { HostsReader } from '../client/hosts-reader.ts';
import type { HostCall } from '../client/hosts.ts';
import { noProgram, queryText } from '../query-text.ts';
import type { PackageAction, PackageChange } from './package-change.ts';
import { type PackageManager, packageManagers, type WantedPackage } from './package-manager.ts';

export interface PackagePlan {
  readonly manager: PackageManager;
  readonly changes: readonly PackageChange[];
}

/** What the package manager of a host would do, as it says itself. */
export const readPackagePlan = async ({
  reader,
  action,
  packages,
  ...call
}: HostCall & { reader: HostsReader; action: PackageAction; packages: readonly WantedPackage[] }): Promise<PackagePlan> => {
  for (const manager of packageManagers) {
    const elevate = manager.plansAsRoot && mustElevate({ reader, host: call.host });
    const answer = await queryText({ reader, ...call, argv: manager.plan({ action, packages }), elevate, timeoutMs: 25_000 });
    // sudo says that there is no such program in words.
    if (answer.exitCode === noProgram || (elevate && /command not found/.test(answer.stderr))) continue;
    const changes = manager.readPlan(answer);
    if (changes === undefined) throw refused({ host: call.host, said: `${answer.stderr}\n${answer.stdout}` });
    return { manager, changes };
  }
  throw new LineclearError('unsupported', `The host ${quoted(call.host)} has neither apt nor dnf nor apk.`, {
    hint: 'Use host_exec with its package manager.',
    details: { reason: 'no_package_manager', host: call.host },
    effect: 'none',
  });
};

const refused = ({ host, said }: { host: string; said: string }): LineclearError => {
  const isUnknown =
    /Unable to locate package|Unable to find a match|No match for argument|unable to select packages|no such package|Version '[^']*' for '[^']*' was not found/i.test(
      said,
    );
  return new LineclearError(
    isUnknown ? 'not_found' : 'conflict',
    `The package manager of the host ${quoted(host)} refuses this.`,
    {
      hint: isUnknown
        ? 'Check the names. The lists of the host may be old: they are renewed by host_exec with ["apt-get", "update"], as root.'
        : 'Read details.said for the reason.',
      details: {
        reason: isUnknown ? 'no_such_package' : 'plan_refused',
        host,
        said: fence(said, { source: `the package manager of ${host}`, limit: 1_500 }),
      },
      effect: 'none',
    },
  );
};
