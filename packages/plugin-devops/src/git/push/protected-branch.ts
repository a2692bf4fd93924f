/** Whether a branch matches one of these names; `*` stands for anything. Case does not count, as on some servers. */
export const isProtectedBranch = ({ branch, patterns }: { branch: string; patterns: readonly string[] }): boolean =>
  patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join('.*')}$`, 'i').test(branch);
  });
