import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { authoredText, markText, markTexts } from '../text/authored.ts';
import { isFork, type PullAnswer, stateOf } from './pull-answer.ts';

export const shownPull = z.object({
  number: z.int(),
  url: z.string(),
  title: authoredText,
  state: z.enum(['open', 'closed', 'merged']),
  draft: z.boolean(),
  head: z.object({ repo: z.string().nullable(), branch: z.string(), commit: z.string() }),
  base: z.string(),
  labels: z.array(z.string()),
  updated_at: z.string(),
});
export type ShownPull = z.output<typeof shownPull>;

interface Where {
  readonly repository: string;
  readonly reader: GitHubReader;
  readonly signal: AbortSignal;
}

/** Pull requests with their titles marked, and the names of branches that lie in forks. */
export const showPulls = async ({ pulls, ...where }: Where & { pulls: readonly PullAnswer[] }): Promise<readonly ShownPull[]> => {
  const titles = await markTexts({ texts: pulls.map(({ user, title }) => ({ author: user, text: title })), ...where });
  const shown = pulls.map(async (pull, index) => {
    const title = titles[index];
    if (title === undefined) return [];
    const head = { repo: pull.head.repo?.full_name ?? null, branch: await branchOf({ pull, ...where }), commit: pull.head.sha };
    return [{ ...factsOf(pull), title, head }];
  });
  return (await Promise.all(shown)).flat();
};

/** The name of the branch with the commits; in a fork its owner chose it. */
const branchOf = async ({ pull, ...where }: Where & { pull: PullAnswer }): Promise<string> =>
  isFork(pull) ? (await markText({ author: pull.head.user, text: pull.head.ref, ...where })).text : pull.head.ref;

const factsOf = (pull: PullAnswer): Omit<ShownPull, 'title' | 'head'> => ({
  number: pull.number,
  url: pull.html_url,
  state: stateOf(pull),
  draft: pull.draft,
  base: pull.base.ref,
  labels: pull.labels,
  updated_at: pull.updated_at,
});
