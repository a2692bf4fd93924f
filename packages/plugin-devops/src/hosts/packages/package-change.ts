/** What a package manager would do to one package. */
export interface PackageChange {
  readonly name: string;
  readonly change: 'install' | 'upgrade' | 'remove';
  /** After the change; of what is removed, the one that is there. */
  readonly version: string;
  /** Before an upgrade. */
  readonly from?: string;
}

export const packageActions = ['install', 'upgrade', 'remove'] as const;
export type PackageAction = (typeof packageActions)[number];

/** A change as a line of a diff. */
export const shownChange = ({ name, change, version, from }: PackageChange): string => {
  if (change === 'remove') return `- ${name} ${version}`;
  return from === undefined ? `+ ${name} ${version}` : `~ ${name} ${from} -> ${version}`;
};
