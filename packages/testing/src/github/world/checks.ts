import type { RepositoryRecord, StatusRecord } from '../model/records.ts';

/** The newest status of every context on a commit. */
export const latestStatuses = ({ statuses }: RepositoryRecord, sha: string): readonly StatusRecord[] => [
  ...new Map(statuses.filter((status) => status.sha === sha).map((status) => [status.context, status])).values(),
];

/** A sentence for each wanted check that has not succeeded on a commit. */
export const failingChecks = (
  repository: RepositoryRecord,
  { sha, contexts }: { sha: string; contexts: readonly string[] },
): readonly string[] => {
  const runs = [...repository.checkRuns.values()].filter(({ headSha }) => headSha === sha);
  const statuses = latestStatuses(repository, sha);
  return contexts.flatMap((context) => {
    const run = runs.findLast(({ name }) => name === context);
    const status = statuses.find((one) => one.context === context);
    if (run === undefined && status === undefined) return [`Required status check "${context}" is expected.`];
    const isGood =
      run === undefined
        ? status?.state === 'success'
        : run.status === 'completed' && ['success', 'neutral', 'skipped'].includes(run.conclusion ?? '');
    return isGood ? [] : [`Required status check "${context}" is failing or in progress.`];
  });
};
