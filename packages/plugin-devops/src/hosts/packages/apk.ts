import type { PackageChange } from './package-change.ts';
import type { PackageManager, WantedPackage } from './package-manager.ts';

/** Alpine. */
export const apk: PackageManager = {
  name: 'apk',
  plansAsRoot: true,
  plan: ({ action, packages }) => ['apk', '--simulate', '--no-progress', ...verbs[action], '--', ...packages.map(word)],
  readPlan: ({ stdout, exitCode }) => (exitCode === 0 ? stdout.split('\n').flatMap(readLine) : undefined),
  run: ({ action, packages }) => ['apk', '--no-progress', ...verbs[action], '--', ...packages.map(word)],
};

const verbs = { install: ['add'], upgrade: ['add', '--upgrade'], remove: ['del'] };

const word = ({ name, version }: WantedPackage): string => (version === undefined ? name : `${name}=${version}`);

// (1/3) Installing NAME (VERSION), (2/3) Upgrading NAME (OLD -> NEW), (3/3) Purging NAME (VERSION)
const readLine = (line: string): readonly PackageChange[] => {
  const [, verb, name = '', first = '', second] =
    /^\(\d+\/\d+\) (Installing|Upgrading|Downgrading|Replacing|Reinstalling|Purging) (\S+) \((\S+)(?: -> (\S+))?\)/.exec(line) ??
    [];
  if (verb === undefined) return [];
  if (verb === 'Purging') return [{ name, change: 'remove', version: first }];
  return second === undefined
    ? [{ name, change: 'install', version: first }]
    : [{ name, change: 'upgrade', version: second, from: first }];
};
