import * as z from 'zod';
import type { CommentRecord, IssueRecord } from '../model/records.ts';
import { toComment, toIssue, toLabel } from '../wire/issue.ts';
import { addComment, openIssue, setLabels } from '../world/issues.ts';
import { closePull } from '../world/pulls.ts';
import type { Endpoint, RepositoryCall } from './endpoint.ts';
import { repositoryEndpoint } from './endpoint.ts';
import { page } from './page.ts';
import { bodyOf, numberIn, orNotFound } from './parse.ts';
import { invalid, notFound, refuse } from './refusal.ts';

/** Issues and the comments under them; pull requests are issues here. */
export const issueEndpoints = (): readonly Endpoint[] => [
  repositoryEndpoint('GET /issues', 'issues:read', listIssues),
  repositoryEndpoint('POST /issues', 'issues:write:read', createIssue),
  repositoryEndpoint('GET /issues/:issue_number', 'issues:read', (call) => ({ json: toIssue(issueOf(call), call) })),
  repositoryEndpoint('PATCH /issues/:issue_number', 'issues:write:triage', updateIssue),
  repositoryEndpoint('GET /issues/:issue_number/comments', 'issues:read', (call) => {
    const issue = issueOf(call);
    return page(call, issue.comments, (comment) => toComment(comment, { ...call, issue }));
  }),
  repositoryEndpoint('POST /issues/:issue_number/comments', 'issues:write:read', createComment),
  repositoryEndpoint('GET /issues/comments/:comment_id', 'issues:read', (call) => {
    const { comment, issue } = commentOf(call);
    return { json: toComment(comment, { ...call, issue }) };
  }),
  repositoryEndpoint('PATCH /issues/comments/:comment_id', 'issues:write', (call) => {
    const { comment, issue } = commentOf(call);
    comment.body = bodyOf(call, z.object({ body: z.string() })).body;
    comment.updatedAtMs = call.store.nowMs;
    return { json: toComment(comment, { ...call, issue }) };
  }),
  repositoryEndpoint('DELETE /issues/comments/:comment_id', 'issues:write', (call) => {
    const { comment, issue } = commentOf(call);
    issue.comments.splice(issue.comments.indexOf(comment), 1);
    return { status: 204, text: '' };
  }),
  repositoryEndpoint('POST /issues/:issue_number/assignees', 'issues:write', (call) => {
    const issue = issueOf(call);
    issue.assignees = [...new Set([...issue.assignees, ...wantedAssignees(call)])];
    return { status: 201, json: toIssue(issue, call) };
  }),
  repositoryEndpoint('DELETE /issues/:issue_number/assignees', 'issues:write', (call) => {
    const issue = issueOf(call);
    const gone = wantedAssignees(call);
    issue.assignees = issue.assignees.filter((login) => !gone.includes(login));
    return { json: toIssue(issue, call) };
  }),
  repositoryEndpoint('GET /issues/:issue_number/labels', 'issues:read', (call) => labelsOf(call, issueOf(call))),
  repositoryEndpoint('POST /issues/:issue_number/labels', 'issues:write:triage', (call) => {
    const issue = issueOf(call);
    setLabels(call.store, call.repository, issue, [...issue.labels, ...wantedLabels(call)]);
    return labelsOf(call, issue);
  }),
  repositoryEndpoint('PUT /issues/:issue_number/labels', 'issues:write:triage', (call) => {
    const issue = issueOf(call);
    setLabels(call.store, call.repository, issue, wantedLabels(call));
    return labelsOf(call, issue);
  }),
  repositoryEndpoint('DELETE /issues/:issue_number/labels/:name', 'issues:write:triage', (call) => {
    const issue = issueOf(call);
    const name = call.params['name']?.toLowerCase();
    if (!issue.labels.some((label) => label.toLowerCase() === name)) throw refuse(404, 'Label does not exist');
    issue.labels = issue.labels.filter((label) => label.toLowerCase() !== name);
    return labelsOf(call, issue);
  }),
];

const issueOf = (call: RepositoryCall): IssueRecord => orNotFound(call.repository.issues.get(numberIn(call, 'issue_number')));

const commentOf = (call: RepositoryCall): { comment: CommentRecord; issue: IssueRecord } => {
  const id = numberIn(call, 'comment_id');
  for (const issue of call.repository.issues.values()) {
    const comment = issue.comments.find((one) => one.id === id);
    if (comment !== undefined) return { comment, issue };
  }
  throw notFound();
};

const labelsOf = (call: RepositoryCall, issue: IssueRecord) =>
  page(
    call,
    issue.labels.flatMap((name) => call.repository.labels.get(name.toLowerCase()) ?? []),
    (label) => toLabel(label, call),
  );

const wantedLabels = (call: RepositoryCall): readonly string[] => {
  const { labels } = bodyOf(call, z.object({ labels: z.array(z.string()).default([]) }));
  return labels;
};

const wantedAssignees = (call: RepositoryCall): readonly string[] =>
  bodyOf(call, z.object({ assignees: z.array(z.string()).default([]) })).assignees;

function listIssues(call: RepositoryCall) {
  const { repository, query } = call;
  const state = query.get('state') ?? 'open';
  const labels = query.get('labels')?.split(',') ?? [];
  const creator = query.get('creator');
  const assignee = query.get('assignee');
  const wanted = [...repository.issues.values()]
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => labels.every((label) => issue.labels.includes(label)))
    .filter((issue) => creator === null || issue.author === creator)
    .filter((issue) => assignee === null || issue.assignees.includes(assignee));
  const ordered = query.get('direction') === 'asc' ? wanted : wanted.toReversed();
  return page(call, ordered, (issue) => toIssue(issue, call));
}

const issueBody = z.object({
  title: z.union([z.string(), z.number()]).transform(String),
  body: z.string().nullish(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])).optional(),
  assignees: z.array(z.string()).optional(),
});

function createIssue(call: RepositoryCall) {
  const { store, repository, login } = call;
  if (!repository.settings.has_issues) throw refuse(410, 'Issues has been disabled in this repository.');
  const { title, body = null, labels, assignees } = bodyOf(call, issueBody);
  if (title === '') throw invalid({ resource: 'Issue', field: 'title', code: 'missing_field' });
  const more = { ...(labels !== undefined && { labels }), ...(assignees !== undefined && { assignees }) };
  const issue = openIssue(store, repository, { author: login, title, body, ...more });
  return { status: 201, json: toIssue(issue, call) };
}

const updateBody = issueBody.partial().extend({
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.string().nullish(),
});

async function updateIssue(call: RepositoryCall) {
  const { store, repository } = call;
  const issue = issueOf(call);
  const { title, body, state, state_reason: reason, labels, assignees } = bodyOf(call, updateBody);
  issue.title = title ?? issue.title;
  if (body !== undefined) issue.body = body;
  if (labels !== undefined) setLabels(store, repository, issue, labels);
  issue.assignees = assignees ?? issue.assignees;
  if (state === 'closed' && issue.state === 'open') {
    await closePull(store, repository, issue);
    issue.stateReason = reason ?? 'completed';
  }
  if (state === 'open' && issue.state === 'closed') {
    Object.assign(issue, { state: 'open', closedAtMs: undefined, stateReason: 'reopened' });
  }
  issue.updatedAtMs = store.nowMs;
  return { json: toIssue(issue, call) };
}

function createComment(call: RepositoryCall) {
  const issue = issueOf(call);
  if (issue.isLocked) throw refuse(403, 'Unable to create comment because issue is locked.');
  const { body } = bodyOf(call, z.object({ body: z.string() }));
  if (body.trim() === '') throw invalid({ resource: 'IssueComment', field: 'body', code: 'missing_field' });
  const comment = addComment(call.store, issue, { author: call.login, body });
  return { status: 201, json: toComment(comment, { ...call, issue }) };
}
