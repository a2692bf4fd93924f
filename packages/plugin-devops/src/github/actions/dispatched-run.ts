import type { GitHubReader } from '../client/github-reader.ts';
import { ownAccount } from '../text/own-account.ts';
import { type Run, runAnswer } from './run.ts';

interface Place {
  readonly reader: GitHubReader;
  readonly repository: string;
  readonly workflowId: number;
  /** The branch or tag without `refs/…/`. */
  readonly ref: string;
  readonly signal: AbortSignal;
}

/** The newest runs that were started by hand on a branch or tag. */
export const dispatchesOf = async ({ workflowId, ref, ...asked }: Place): Promise<readonly Run[]> => {
  const values = { workflow_id: workflowId, event: 'workflow_dispatch', branch: ref };
  const path = '/actions/workflows/{workflow_id}/runs';
  return (await asked.reader.page({ ...asked, path, values, item: runAnswer, field: 'workflow_runs', limit: 20 })).items;
};

/**
 * The run that began since `newest`, on that commit and by these credentials, when there is exactly one. GitHub keeps nothing of a
 * dispatch in its run, so two at the same time cannot be told apart.
 */
export const dispatchedRun = async ({
  newest,
  commit,
  ...place
}: Place & { newest: number | null; commit: string }): Promise<Run | undefined> => {
  const [runs, isOwn] = await Promise.all([dispatchesOf(place), ownAccount(place)]);
  const ours = runs.filter(
    (run) => run.id > (newest ?? 0) && run.head_sha === commit && isOwn((run.triggering_actor ?? run.actor)?.login),
  );
  return ours.length === 1 ? ours[0] : undefined;
};
