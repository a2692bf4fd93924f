import * as z from 'zod';
import { changedFiles } from '../git/diff.ts';
import type { ReviewCommentRecord, ReviewRecord, ReviewState } from '../model/records.ts';
import { toAccount } from '../wire/account.ts';
import { toPull, toReview, toReviewComment } from '../wire/pull.ts';
import { pullNow } from '../world/pulls.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { page } from './page.ts';
import { bodyOf, numberIn, orNotFound } from './parse.ts';
import { invalid, refuse } from './refusal.ts';
import type { PullCall } from './pull-endpoints.ts';
import { withPull } from './pull-endpoints.ts';

/** Reviews of pull requests, the comments on their lines and who is asked for one. */
export const reviewEndpoints = (): readonly Endpoint[] => [
  about('GET /requested_reviewers', 'pull_requests:read', (call) => ({ json: { users: reviewersOf(call), teams: [] } })),
  about('POST /requested_reviewers', 'pull_requests:write', requestReviewers),
  about('DELETE /requested_reviewers', 'pull_requests:write', async (call) => {
    const { reviewers } = bodyOf(call, reviewersBody);
    call.pull.reviewers = call.pull.reviewers.filter((login) => !reviewers.includes(login));
    return { json: await toPull(call) };
  }),
  about('GET /reviews', 'pull_requests:read', (call) => page(call, call.pull.reviews, (review) => toReview(review, call))),
  about('POST /reviews', 'pull_requests:write:read', createReview),
  about('GET /reviews/:review_id', 'pull_requests:read', (call) => ({ json: toReview(reviewOf(call), call) })),
  about('POST /reviews/:review_id/events', 'pull_requests:write:read', submitReview),
  about('PUT /reviews/:review_id/dismissals', 'pull_requests:write', (call) => {
    const review = reviewOf(call);
    review.state = 'DISMISSED';
    return { json: toReview(review, call) };
  }),
  about('GET /reviews/:review_id/comments', 'pull_requests:read', (call) => {
    const { id } = reviewOf(call);
    const own = call.pull.reviewComments.filter(({ reviewId }) => reviewId === id);
    return page(call, own, (comment) => toReviewComment(comment, call));
  }),
  about('GET /comments', 'pull_requests:read', (call) =>
    page(call, call.pull.reviewComments, (comment) => toReviewComment(comment, call)),
  ),
  about('POST /comments', 'pull_requests:write:read', createComment),
  about('POST /comments/:comment_id/replies', 'pull_requests:write:read', reply),
];

const about = (line: string, needs: string, handle: (call: PullCall) => ReturnType<Endpoint['handle']>): Endpoint =>
  repositoryEndpoint(line.replace(' /', ' /pulls/:pull_number/'), needs, (call: RepositoryCall) => handle(withPull(call)));

const reviewersBody = z.object({ reviewers: z.array(z.string()).default([]), team_reviewers: z.array(z.string()).optional() });

const reviewersOf = ({ pull, store, links }: PullCall) => pull.reviewers.map((login) => toAccount(store.account(login), links));

async function requestReviewers(call: PullCall) {
  const { pull, repository, issue, store } = call;
  const { reviewers } = bodyOf(call, reviewersBody);
  if (reviewers.includes(issue.author)) throw refuse(422, 'Review cannot be requested from pull request author.');
  const known = [repository.owner.login, ...store.members(repository.owner.login), ...repository.collaborators.keys()];
  if (!reviewers.every((login) => known.includes(login))) {
    throw refuse(
      422,
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.',
    );
  }
  pull.reviewers = [...new Set([...pull.reviewers, ...reviewers])];
  return { status: 201, json: await toPull(call) };
}

const reviewOf = (call: PullCall): ReviewRecord => {
  const id = numberIn(call, 'review_id');
  return orNotFound(call.pull.reviews.find((review) => review.id === id));
};

const events = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;
const event = z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']);

const lineBody = z.object({
  path: z.string(),
  body: z.string(),
  line: z.number().int().optional(),
  start_line: z.number().int().optional(),
  side: z.enum(['LEFT', 'RIGHT']).default('RIGHT'),
});

const reviewBody = z.object({
  commit_id: z.string().optional(),
  body: z.string().nullish(),
  event: event.optional(),
  comments: z.array(lineBody).default([]),
});

async function createReview(call: PullCall) {
  const { store, repository, pull, login } = call;
  const { body, event: wanted, comments, commit_id: commitId } = bodyOf(call, reviewBody);
  const state = stateFor(call, { wanted, body: body ?? '' });
  const { head } = await pullNow(repository, pull);
  const review: ReviewRecord = {
    id: store.nextId(),
    author: login,
    commitSha: commitId ?? head,
    body: body ?? '',
    state,
    submittedAtMs: state === 'PENDING' ? undefined : store.nowMs,
  };
  const placed = await Promise.all(comments.map((comment) => placedComment(call, { ...comment, reviewId: review.id })));
  pull.reviews.push(review);
  pull.reviewComments.push(...placed);
  pull.reviewers = pull.reviewers.filter((one) => one !== login);
  return { json: toReview(review, call) };
}

function submitReview(call: PullCall) {
  const review = reviewOf(call);
  const { event: wanted, body } = bodyOf(call, z.object({ event, body: z.string().optional() }));
  if (review.state !== 'PENDING') throw refuse(422, 'Can not submit a review that was submitted before');
  review.body = body ?? review.body;
  review.state = stateFor(call, { wanted, body: review.body });
  review.submittedAtMs = call.store.nowMs;
  return { json: toReview(review, call) };
}

const stateFor = (
  { issue, login }: PullCall,
  { wanted, body }: { wanted: z.output<typeof event> | undefined; body: string },
): ReviewState => {
  if (wanted === undefined) return 'PENDING';
  const isOwn = issue.author === login;
  if (isOwn && wanted === 'APPROVE')
    throw refuse(422, 'Unprocessable Entity', { errors: ['Can not approve your own pull request'] });
  if (isOwn && wanted === 'REQUEST_CHANGES') {
    throw refuse(422, 'Unprocessable Entity', { errors: ['Can not request changes on your own pull request'] });
  }
  if (wanted !== 'APPROVE' && body === '') throw invalid({ resource: 'PullRequestReview', field: 'body', code: 'missing_field' });
  return events[wanted];
};

/** A comment on a line that the pull request shows; 422 for any other line. */
const placedComment = async (
  { store, repository, pull, login }: PullCall,
  comment: z.output<typeof lineBody> & { reviewId: number },
): Promise<ReviewCommentRecord> => {
  const { head, base, mergeBase = base } = await pullNow(repository, pull);
  const file = (await changedFiles(repository.git, { from: mergeBase, to: head })).find(({ path }) => path === comment.path);
  const resource = 'PullRequestReviewComment';
  if (file === undefined) throw invalid({ resource, field: 'path', code: 'invalid' });
  const diffHunk = hunkWith(file.patch ?? '', comment);
  if (diffHunk === undefined)
    throw invalid({ resource, field: 'line', code: 'custom', message: 'line must be part of the diff' });
  const nowMs = store.nowMs;
  const { path, body, line, side, start_line: startLine, reviewId } = comment;
  const times = { createdAtMs: nowMs, updatedAtMs: nowMs };
  return {
    id: store.nextId(),
    author: login,
    ...times,
    body,
    reviewId,
    commitSha: head,
    path,
    line,
    startLine,
    side,
    inReplyTo: undefined,
    diffHunk,
  };
};

const hunkWith = (patch: string, { line, side }: { line?: number | undefined; side: 'LEFT' | 'RIGHT' }): string | undefined =>
  patch.split(/^(?=@@ )/m).find((hunk) => {
    const found = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(hunk);
    const [first, count = '1'] = side === 'LEFT' ? [found?.[1], found?.[2]] : [found?.[3], found?.[4]];
    return line === undefined || (Number(first) <= line && line < Number(first) + Number(count));
  });

async function createComment(call: PullCall) {
  const { store, pull, login } = call;
  const body = bodyOf(call, lineBody.extend({ commit_id: z.string() }));
  const review: ReviewRecord = {
    id: store.nextId(),
    author: login,
    commitSha: body.commit_id,
    body: '',
    state: 'COMMENTED',
    submittedAtMs: store.nowMs,
  };
  const comment = await placedComment(call, { ...body, reviewId: review.id });
  pull.reviews.push(review);
  pull.reviewComments.push(comment);
  return { status: 201, json: toReviewComment(comment, call) };
}

function reply(call: PullCall) {
  const { store, pull, login } = call;
  const id = numberIn(call, 'comment_id');
  const first = orNotFound(pull.reviewComments.find((comment) => comment.id === id));
  const { body } = bodyOf(call, z.object({ body: z.string() }));
  const nowMs = store.nowMs;
  const times = { createdAtMs: nowMs, updatedAtMs: nowMs };
  const comment = { ...first, ...times, id: store.nextId(), author: login, body, inReplyTo: first.inReplyTo ?? first.id };
  pull.reviewComments.push(comment);
  return { status: 201, json: toReviewComment(comment, call) };
}
