import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/commits/statuses#get-the-combined-status-for-a-specific-reference */
const combinedAnswer = z.object({
  state: z.string(),
  statuses: z.array(z.object({ context: z.string(), state: z.string() })),
});

/** The statuses of a commit by their context: those that failed, and those that are not there yet. */
export const combinedStatus = async ({
  reader,
  repository,
  commit,
  signal,
}: {
  reader: GitHubReader;
  repository: string;
  commit: string;
  signal: AbortSignal;
}): Promise<{ readonly failed: readonly string[]; readonly pending: readonly string[]; readonly all: readonly string[] }> => {
  const path = '/commits/{ref}/status';
  const { statuses } = await reader.get({
    repository,
    path,
    values: { ref: commit, per_page: 100 },
    schema: combinedAnswer,
    signal,
  });
  const named = (states: readonly string[]) =>
    statuses.flatMap(({ context, state }) => (states.includes(state) ? [context] : [])).toSorted();
  return { failed: named(['failure', 'error']), pending: named(['pending']), all: statuses.map(({ context }) => context) };
};
