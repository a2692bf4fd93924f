import * as z from 'zod';
import { github } from '../../connection.ts';
import { commentAnswer } from '../../issues/comments.ts';
import { nextPage, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { authoredText, markTexts } from '../../text/authored.ts';
import { lineCommentAnswer } from '../line-comments.ts';
import { pullNumber } from '../pull-answer.ts';
import { reviewAnswer } from '../reviews.ts';

const facts = {
  id: z.int(),
  url: z.string(),
  at: z.string().nullable(),
  path: z.string().optional(),
  line: z.int().nullish(),
  reply_to: z.int().nullish(),
  review: z.int().nullish(),
  verdict: z.string().optional(),
  commit: z.string().nullish(),
};
const shownRemark = authoredText.extend(facts);

export const githubPrComments = github.read({
  name: 'github_pr_comments',
  title: 'Comments on a pull request',
  toolset: 'pull-requests',
  description: 'List what was said about a pull request, oldest first. Use github_pr_comment to answer.',
  input: z.strictObject({
    repo: repositoryName,
    number: pullNumber,
    kind: z.enum(['conversation', 'lines', 'reviews']).describe('lines: of the diff; reviews: verdicts.'),
    ...paging,
  }),
  output: z.object({ comments: z.array(shownRemark), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, number, kind, limit, page } = input;
    const { path, name, item } = kinds[kind];
    const found = await reader.page({ repository, path, values: { [name]: number }, item, limit, page, signal });
    const texts = await markTexts({
      texts: found.items.map(({ user, text }) => ({ author: user, text })),
      repository,
      reader,
      signal,
    });
    const comments = found.items.flatMap(({ user: _user, text: _text, ...facts }, index) => {
      const text = texts[index];
      return text === undefined ? [] : [{ ...facts, ...text }];
    });
    return { comments, next_page: found.nextPage ?? null };
  },
});

const remark = z.object({ ...facts, user: commentAnswer.shape.user, text: z.string() });

interface Kind {
  readonly path: string;
  /** What its path calls the number. */
  readonly name: string;
  readonly item: z.ZodType<z.output<typeof remark>>;
}

const kinds: Readonly<Record<'conversation' | 'lines' | 'reviews', Kind>> = {
  conversation: {
    path: '/issues/{issue_number}/comments',
    name: 'issue_number',
    item: commentAnswer.transform(({ id, html_url: url, user, body, created_at: at }) => ({
      id,
      url,
      at,
      user,
      text: body ?? '',
    })),
  },
  lines: {
    path: '/pulls/{pull_number}/comments',
    name: 'pull_number',
    item: lineCommentAnswer.transform((comment) => ({
      id: comment.id,
      url: comment.html_url,
      at: comment.created_at,
      user: comment.user,
      text: comment.body ?? '',
      path: comment.path,
      // GitHub has no line where the code below the comment is gone.
      line: comment.line ?? null,
      reply_to: comment.in_reply_to_id ?? null,
      review: comment.pull_request_review_id ?? null,
      commit: comment.commit_id,
    })),
  },
  reviews: {
    path: '/pulls/{pull_number}/reviews',
    name: 'pull_number',
    item: reviewAnswer.transform((review) => ({
      id: review.id,
      url: review.html_url,
      at: review.submitted_at ?? null,
      user: review.user,
      text: review.body ?? '',
      verdict: review.state.toLowerCase(),
      commit: review.commit_id ?? null,
    })),
  },
};
