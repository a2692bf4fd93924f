import { apk } from './apk.ts';
import { apt } from './apt.ts';
import { dnf } from './dnf.ts';
import type { PackageAction, PackageChange } from './package-change.ts';

/** One package as it is asked for: a name, and a version where one is wanted. */
export interface WantedPackage {
  readonly name: string;
  readonly version: string | undefined;
}

export interface PackageManager {
  readonly name: 'apt' | 'dnf' | 'apk';
  /** Whether only root may ask it what it would do. */
  readonly plansAsRoot: boolean;
  /** The command that says what would be done, and changes nothing. */
  plan(request: { readonly action: PackageAction; readonly packages: readonly WantedPackage[] }): readonly string[];
  /** What that command said; undefined where it refuses. */
  readPlan(answer: { readonly stdout: string; readonly exitCode: number | null }): readonly PackageChange[] | undefined;
  /** The command that does it: the same versions, and no package goes that did not go in the plan. */
  run(request: {
    readonly action: PackageAction;
    readonly packages: readonly WantedPackage[];
    readonly changes: readonly PackageChange[];
  }): readonly string[];
}

/** In the order in which a host is asked for them. */
export const packageManagers: readonly PackageManager[] = [apt, dnf, apk];
