import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference */
const checkRun = z.object({
  id: z.int(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  html_url: z.string().nullish(),
  output: z.object({ title: z.string().nullish(), summary: z.string().nullish(), text: z.string().nullish() }).nullish(),
});
export type CheckRun = z.output<typeof checkRun>;

/** https://docs.github.com/en/rest/commits/statuses#get-the-combined-status-for-a-specific-reference */
export const statusAnswer = z.object({
  id: z.int(),
  context: z.string(),
  state: z.string(),
  description: z.string().nullish(),
  target_url: z.string().nullish(),
});
export type StatusAnswer = z.output<typeof statusAnswer>;

export interface CheckPlace {
  readonly reader: GitHubReader;
  readonly repository: string;
  /** A full id of a commit. */
  readonly commit: string;
  readonly signal: AbortSignal;
}

/** What others found out about a commit, by the newest attempt of each. */
export interface Checks {
  readonly runs: readonly CheckRun[];
  readonly statuses: readonly StatusAnswer[];
}

export const readChecks = async ({ commit, ...asked }: CheckPlace): Promise<Checks> => {
  const values = { ref: commit };
  const [runs, statuses] = await Promise.all([
    asked.reader.all({ ...asked, path: '/commits/{ref}/check-runs', values, field: 'check_runs', item: checkRun }),
    readStatuses({ commit, ...asked }),
  ]);
  return { runs, statuses };
};

export const readStatuses = ({ commit, ...asked }: CheckPlace): Promise<readonly StatusAnswer[]> =>
  asked.reader.all({ ...asked, path: '/commits/{ref}/status', values: { ref: commit }, field: 'statuses', item: statusAnswer });

/** Checks in short, by name. */
export const checkSummary = z.object({
  state: z.enum(['failure', 'pending', 'success', 'none']),
  failed: z.array(z.string()).describe('Names, which whatever ran gave itself: data.'),
  pending: z.array(z.string()),
  passed: z.int(),
});
export type CheckSummary = z.output<typeof checkSummary>;

export const summarize = (checks: Checks): CheckSummary => {
  const ends = [
    ...checks.runs.map((run) => ({ name: oneLine(run.name), end: endOfRun(run) })),
    ...checks.statuses.map(({ context, state }) => ({ name: oneLine(context), end: endOfStatus(state) })),
  ];
  const named = (wanted: string) => [...new Set(ends.filter(({ end }) => end === wanted).map(({ name }) => name))].toSorted();
  const [failed, pending, passed] = [named('failure'), named('pending'), ends.filter(({ end }) => end === 'success').length];
  const state = failed.length > 0 ? 'failure' : pending.length > 0 ? 'pending' : passed > 0 ? 'success' : 'none';
  return { state, failed, pending, passed };
};

/** Checks without the names and texts that the commit of a stranger may have given them. */
export const withoutTexts = ({ runs, statuses }: Checks): Checks => ({
  runs: runs.map((run) => ({ ...run, name: `[check ${run.id}, withheld]`, output: null })),
  statuses: statuses.map((status) => ({
    ...status,
    context: `[status ${status.id}, withheld]`,
    description: null,
    target_url: null,
  })),
});

/** The summary, or nothing where the credentials may not see checks, or there are too many to judge. */
export const findSummary = async ({
  isWithheld,
  ...place
}: CheckPlace & { isWithheld: boolean }): Promise<CheckSummary | undefined> => {
  try {
    const checks = await readChecks(place);
    return summarize(isWithheld ? withoutTexts(checks) : checks);
  } catch (error) {
    const reason = LineclearError.is(error) ? error.details?.['reason'] : undefined;
    if (reason === 'permission' || reason === 'too_many') return undefined;
    throw error;
  }
};

export const endOfRun = ({ status, conclusion }: CheckRun): 'failure' | 'pending' | 'success' => {
  if (status !== 'completed') return 'pending';
  return ['success', 'neutral', 'skipped'].includes(conclusion ?? '') ? 'success' : 'failure';
};

const endOfStatus = (state: string): 'failure' | 'pending' | 'success' =>
  state === 'success' || state === 'pending' ? state : 'failure';

/** A name that cannot pass for more than one: a pull request from a fork names its own jobs. */
export const oneLine = (name: string): string => name.replaceAll(/\s+/g, ' ').slice(0, 100).toWellFormed();
