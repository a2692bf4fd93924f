import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { author, authoredText, markTexts } from '../text/authored.ts';
import { isSameText, ownAccount } from '../text/own-account.ts';
import { readIssue } from './issue-answer.ts';

/** https://docs.github.com/en/rest/issues/comments#list-issue-comments */
export const commentAnswer = z.object({
  id: z.int(),
  html_url: z.string(),
  user: author,
  body: z.string().nullish(),
  created_at: z.string(),
});
export type CommentAnswer = z.output<typeof commentAnswer>;

export const shownComment = authoredText.extend({ id: z.int(), url: z.string(), at: z.string() });

interface Asked {
  readonly reader: GitHubReader;
  readonly repository: string;
  readonly number: number;
  readonly signal: AbortSignal;
}

/** One page of the conversation under an issue or pull request, oldest first. */
export const commentPage = async ({ number, limit, page, ...asked }: Asked & { limit: number; page: number }) => {
  const { items, nextPage } = await asked.reader.page({
    ...asked,
    path: '/issues/{issue_number}/comments',
    values: { issue_number: number },
    item: commentAnswer,
    limit,
    page,
  });
  const texts = await markTexts({ ...asked, texts: items.map(({ user, body }) => ({ author: user, text: body })) });
  const comments = items.flatMap((comment, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ id: comment.id, url: comment.html_url, at: comment.created_at, ...text }];
  });
  return { comments, nextPage };
};

/** Which of the newest comments (100 at least, where there are as many) say this and are our own. */
export const ownComments = async ({ body, ...asked }: Asked & { body: string }): Promise<readonly CommentAnswer[]> => {
  const { comments: count } = await readIssue(asked);
  const last = Math.max(1, Math.ceil(count / 100));
  const pages = await Promise.all([last - 1, last].filter((page) => page > 0).map((page) => pageOf({ ...asked, page })));
  const isOwn = await ownAccount(asked);
  return pages.flat().filter((comment) => isOwn(comment.user?.login) && isSameText(comment.body, body));
};

const pageOf = async ({ number, page, ...asked }: Asked & { page: number }) => {
  const path = '/issues/{issue_number}/comments';
  const values = { issue_number: number };
  return (await asked.reader.page({ ...asked, path, values, item: commentAnswer, limit: 100, page })).items;
};
