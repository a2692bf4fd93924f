import { textDigest } from '../text/digest.ts';
import { isSameText } from '../text/own-account.ts';
import type { IssueAnswer } from './issue-answer.ts';

/** What an update of an issue asks for. */
export interface AskedChange {
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly state?: 'open' | 'closed' | undefined;
  readonly state_reason?: string | undefined;
  readonly add_labels: readonly string[];
  readonly remove_labels: readonly string[];
  readonly add_assignees: readonly string[];
  readonly remove_assignees: readonly string[];
}

/** The fields that an issue gets: lists as they are afterwards, so that one request is enough. */
export interface IssueFields {
  readonly title?: string;
  readonly body?: string;
  readonly state?: string;
  readonly state_reason?: string;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
}

export const fieldsAfter = ({
  issue,
  asked,
}: {
  issue: Pick<IssueAnswer, 'labels' | 'assignees'>;
  asked: AskedChange;
}): IssueFields => {
  const labels = listAfter({ now: issue.labels, add: asked.add_labels, remove: asked.remove_labels });
  const assignees = listAfter({ now: issue.assignees, add: asked.add_assignees, remove: asked.remove_assignees });
  return {
    ...(asked.title === undefined ? {} : { title: asked.title }),
    ...(asked.body === undefined ? {} : { body: asked.body }),
    ...(asked.state === undefined ? {} : { state: asked.state }),
    ...(asked.state_reason === undefined ? {} : { state_reason: asked.state_reason }),
    ...(labels === undefined ? {} : { labels }),
    ...(assignees === undefined ? {} : { assignees }),
  };
};

/** Whether an issue has all these fields. */
export const hasFields = ({ issue, fields }: { issue: IssueAnswer; fields: IssueFields }): boolean =>
  (fields.title === undefined || isSameText(fields.title, issue.title)) &&
  (fields.body === undefined || isSameText(fields.body, issue.body)) &&
  (fields.state === undefined || fields.state === issue.state) &&
  (fields.state_reason === undefined || fields.state_reason === issue.state_reason) &&
  (fields.labels === undefined || isSameList(fields.labels, issue.labels)) &&
  (fields.assignees === undefined || isSameList(fields.assignees, issue.assignees));

/** The fields that will change as they are now, for a guard. */
export const fieldsNow = ({ issue, fields }: { issue: IssueAnswer; fields: IssueFields }) => ({
  ...(fields.title === undefined ? {} : { title: textDigest(issue.title) }),
  ...(fields.body === undefined ? {} : { body: textDigest(issue.body) }),
  ...(fields.state === undefined ? {} : { state: `${issue.state} ${issue.state_reason ?? ''}`.trim() }),
  ...(fields.labels === undefined ? {} : { labels: issue.labels.toSorted() }),
  ...(fields.assignees === undefined ? {} : { assignees: issue.assignees.toSorted() }),
});

const listAfter = ({
  now,
  add,
  remove,
}: {
  now: readonly string[];
  add: readonly string[];
  remove: readonly string[];
}): readonly string[] | undefined => {
  if (add.length + remove.length === 0) return undefined;
  const gone = new Set(remove.map(folded));
  const kept = now.filter((item) => !gone.has(folded(item)));
  const known = new Set(kept.map(folded));
  return [...kept, ...add.filter((item) => !known.has(folded(item)))];
};

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify(one.map(folded).toSorted()) === JSON.stringify(other.map(folded).toSorted());

// GitHub takes labels and logins for the same whatever their case.
const folded = (text: string): string => text.toLowerCase();
