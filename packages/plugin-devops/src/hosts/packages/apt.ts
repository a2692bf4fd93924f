import type { PackageChange } from './package-change.ts';
import type { PackageManager, WantedPackage } from './package-manager.ts';

/** Debian and Ubuntu. It plans without being root, and takes its time for a lock that an update holds. */
export const apt: PackageManager = {
  name: 'apt',
  plansAsRoot: false,
  plan: ({ action, packages }) => ['apt-get', '-s', ...options, ...verbs[action], '--', ...packages.map(word)],
  readPlan: ({ stdout, exitCode }) => (exitCode === 0 ? stdout.split('\n').flatMap(readLine) : undefined),
  run: ({ action, packages, changes }) => [
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    ...options,
    '-o',
    'DPkg::Lock::Timeout=60',
    ...(changes.some(({ change }) => change === 'remove') ? [] : ['--no-remove']),
    ...verbs[action],
    '--',
    ...packages.map((wanted) => word(action === 'remove' ? wanted : { ...wanted, version: plannedVersion({ wanted, changes }) })),
  ],
};

// A changed configuration file is kept, for nobody is there to be asked.
const options = ['-q', '-y', '-o', 'Dpkg::Options::=--force-confold'];

const verbs = { install: ['install'], upgrade: ['install', '--only-upgrade'], remove: ['remove'] };

const word = ({ name, version }: WantedPackage): string => (version === undefined ? name : `${name}=${version}`);

const plannedVersion = ({ wanted, changes }: { wanted: WantedPackage; changes: readonly PackageChange[] }): string | undefined =>
  changes.find(({ name }) => name === wanted.name)?.version ?? wanted.version;

// Inst NAME [OLD] (NEW Origin [arch]) …, and Remv or Purg NAME [OLD] …
const readLine = (line: string): readonly PackageChange[] => {
  const [, verb, name = '', old, version] = /^(Inst|Remv|Purg) (\S+)(?: \[([^\]]+)\])?(?: \((\S+)[^)]*\))?/.exec(line) ?? [];
  if (verb === undefined) return [];
  if (verb !== 'Inst') return [{ name, change: 'remove', version: old ?? '' }];
  if (old === undefined) return [{ name, change: 'install', version: version ?? '' }];
  return [{ name, change: 'upgrade', version: version ?? '', from: old }];
};
