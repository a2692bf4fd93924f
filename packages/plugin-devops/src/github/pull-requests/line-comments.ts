import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { commentAnswer } from '../issues/comments.ts';
import { isSameText, ownAccount } from '../text/own-account.ts';
import type { PullPlace } from './pull-answer.ts';

/** https://docs.github.com/en/rest/pulls/comments#list-review-comments-on-a-pull-request */
export const lineCommentAnswer = commentAnswer.extend({
  path: z.string(),
  line: z.int().nullish(),
  commit_id: z.string(),
  in_reply_to_id: z.int().nullish(),
  pull_request_review_id: z.int().nullish(),
});
export type LineCommentAnswer = z.output<typeof lineCommentAnswer>;

/** A comment on a line that can be answered; `not_found` where the pull request has none of that id. */
export const findLineComment = async ({ id, ...place }: PullPlace & { id: number }): Promise<LineCommentAnswer> => {
  const found = (await readLineComments(place)).find((comment) => comment.id === id);
  if (found?.in_reply_to_id != null) throw isAnswer({ id, first: found.in_reply_to_id });
  if (found !== undefined) return found;
  throw new LineclearError('not_found', `#${place.number} has no comment ${id} on a line.`, {
    hint: 'Use github_pr_comments with the kind lines for their ids.',
    details: { reason: 'comment' },
  });
};

/** Our own answers to a comment that say this. */
export const ownLineComments = async ({
  body,
  replyTo,
  ...place
}: PullPlace & { body: string; replyTo: number }): Promise<readonly LineCommentAnswer[]> => {
  const all = await readLineComments(place);
  const isOwn = await ownAccount(place);
  return all.filter(
    (comment) => comment.in_reply_to_id === replyTo && isOwn(comment.user?.login) && isSameText(comment.body, body),
  );
};

const readLineComments = ({ number, ...asked }: PullPlace): Promise<readonly LineCommentAnswer[]> =>
  asked.reader.all({
    ...asked,
    path: '/pulls/{pull_number}/comments',
    values: { pull_number: number },
    item: lineCommentAnswer,
    most: 3_000,
  });

// https://docs.github.com/en/rest/pulls/comments#create-a-reply-for-a-review-comment: answers to answers are not supported.
const isAnswer = ({ id, first }: { id: number; first: number }): LineclearError =>
  new LineclearError('invalid_input', `The comment ${id} is itself an answer.`, {
    hint: `Answer the comment ${first}, which begins the thread.`,
    details: { reason: 'answer', reply_to: first },
    effect: 'none',
  });
