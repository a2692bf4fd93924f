import { mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import { author } from '../text/authored.ts';
import type { PullPlace } from './pull-answer.ts';

/** https://docs.github.com/en/rest/pulls/reviews#list-reviews-for-a-pull-request */
export const reviewAnswer = z.object({
  id: z.int(),
  user: author,
  body: z.string().nullish(),
  state: z.string(),
  html_url: z.string(),
  commit_id: z.string().nullish(),
  submitted_at: z.string().nullish(),
});
export type ReviewAnswer = z.output<typeof reviewAnswer>;

export const readReviews = ({ number, ...asked }: PullPlace): Promise<readonly ReviewAnswer[]> =>
  asked.reader.all({ ...asked, path: '/pulls/{pull_number}/reviews', values: { pull_number: number }, item: reviewAnswer });

/** Who said what last. Only people who may write are counted: rules of branches count nobody else. */
export const reviewSummary = z.object({ approved_by: z.array(z.string()), changes_requested_by: z.array(z.string()) });
export type ReviewSummary = z.output<typeof reviewSummary>;

export const summarizeReviews = async ({
  reviews,
  repository,
  reader,
  signal,
}: Omit<PullPlace, 'number'> & { reviews: readonly ReviewAnswer[] }): Promise<ReviewSummary> => {
  const verdicts = new Map<string, string>();
  for (const { user, state } of reviews) {
    if (user != null && ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'].includes(state)) verdicts.set(user.login, state);
  }
  const counted = await mapConcurrently({
    items: [...verdicts],
    concurrency: 4,
    run: async ([login, state]) => ({ login, state, counts: await reader.writeAccess.mayWrite({ repository, login, signal }) }),
  });
  const who = (wanted: string) =>
    counted
      .filter(({ state, counts }) => counts && state === wanted)
      .map(({ login }) => login)
      .toSorted();
  return { approved_by: who('APPROVED'), changes_requested_by: who('CHANGES_REQUESTED') };
};
