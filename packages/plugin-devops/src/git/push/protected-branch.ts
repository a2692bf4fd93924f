import { fitsPattern } from '../../text/fits-pattern.ts';

/** Whether a branch matches one of these names; `*` stands for anything. Case does not count, as on some servers. */
export const isProtectedBranch = ({ branch, patterns }: { branch: string; patterns: readonly string[] }): boolean =>
  patterns.some((pattern) => fitsPattern({ pattern: pattern.toLowerCase(), text: branch.toLowerCase() }));
