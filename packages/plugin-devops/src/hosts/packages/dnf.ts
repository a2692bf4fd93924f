import type { PackageChange } from './package-change.ts';
import type { PackageManager, WantedPackage } from './package-manager.ts';

/** Fedora and its relatives. It has no dry run: it shows its plan, and is told no. */
export const dnf: PackageManager = {
  name: 'dnf',
  plansAsRoot: true,
  plan: ({ action, packages }) => ['dnf', '--assumeno', action, '--', ...packages.map(word)],
  // It ends with 1 when it was told no.
  readPlan: ({ stdout, exitCode }) => {
    const changes = readTable(stdout);
    return changes.length > 0 || exitCode === 0 ? changes : undefined;
  },
  run: ({ action, packages }) => ['dnf', '--assumeyes', action, '--', ...packages.map(word)],
};

const word = ({ name, version }: WantedPackage): string => (version === undefined ? name : `${name}-${version}`);

// Lines of "name arch version repository size" under headings; a long name stands on a line of its own.
const readTable = (printed: string): readonly PackageChange[] => {
  const changes: PackageChange[] = [];
  let change: PackageChange['change'] | undefined;
  for (const line of printed.replaceAll(/^( \S+)\n {2,}/gm, '$1 ').split('\n')) {
    const heading = /^(\S[^:]*):$/.exec(line)?.[1];
    if (heading !== undefined || line.startsWith('Transaction Summary'))
      change = headings.find(([pattern]) => pattern.test(heading ?? ''))?.[1];
    const [, name, version] = /^ (\S+) +(?:noarch|\w+) +(\S+) +\S+ +[\d.]+ [kMG]?i?B?$/.exec(line.trimEnd()) ?? [];
    if (change !== undefined && name !== undefined && version !== undefined) changes.push({ name, change, version });
  }
  return changes;
};

const headings: readonly (readonly [RegExp, PackageChange['change']])[] = [
  [/^Installing/, 'install'],
  [/^Upgrading|^Downgrading|^Reinstalling/, 'upgrade'],
  [/^Removing/, 'remove'],
];
