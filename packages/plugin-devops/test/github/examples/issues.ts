import { addLabel, lock, makePrivate } from '../../../src/github/test/changes.ts';
import { type Examples, type GitHubBackend, widgets } from '../backend.ts';

const one = { repo: widgets, number: 1 };
const missing = { repo: widgets, number: 99 };

const opened = ({ world }: GitHubBackend): void => {
  world.addIssue(widgets, { author: 'sam', title: 'Too cheap', body: 'It is.' });
  world.addComment(widgets, { number: 1, author: 'octo', body: 'Agreed.' });
};

const hidden = ({ world }: GitHubBackend): void => makePrivate(world);

const labelled = ({ world }: GitHubBackend): void => addLabel(world, { name: 'bug', color: 'd73a4a' });

export const issueExamples: Examples = {
  github_issue_list: [
    { input: { repo: widgets, labels: [], limit: 1 }, arrange: opened },
    { input: { repo: 'octo/missing' }, error: 'not_found' },
  ],
  github_issue_get: [
    { input: one, arrange: opened },
    { input: missing, error: 'not_found' },
  ],
  github_issue_create: [
    {
      input: { repo: widgets, title: 'Too dear', body: 'It is.', labels: ['bug'], assignees: ['octo'] },
      drift: ({ world }) => void world.addIssue(widgets, { author: 'octo', title: 'Too dear' }),
    },
    { input: { repo: 'octo/missing', title: 'Too dear' }, error: 'not_found' },
  ],
  github_issue_update: [
    {
      input: { ...one, title: 'Too cheap by far', state: 'closed', state_reason: 'completed', add_labels: ['bug'] },
      arrange: opened,
      drift: ({ world }) => void Object.assign(world.issue(widgets, 1), { title: 'Much too cheap' }),
    },
    { input: { ...one, title: 'Too cheap' }, arrange: opened, error: 'conflict' },
    { input: one, error: 'invalid_input' },
  ],
  github_issue_comment: [
    { input: { ...one, body: 'On it.' }, arrange: opened, drift: ({ world }) => lock(world, 1) },
    { input: { ...missing, body: 'On it.' }, error: 'not_found' },
  ],
  github_label_list: [
    { input: { repo: widgets }, arrange: labelled },
    { input: { repo: 'octo/missing' }, error: 'not_found' },
  ],
  github_label_put: [
    { input: { repo: widgets, name: 'urgent', color: 'ff0000', description: 'Today' }, drift: hidden },
    {
      input: { repo: widgets, name: 'bug', new_name: 'defect' },
      arrange: labelled,
      drift: ({ world }) => addLabel(world, { name: 'defect', color: '000000' }),
    },
    { input: { repo: widgets, name: 'bug', color: 'd73a4a' }, arrange: labelled, error: 'conflict' },
  ],
  github_label_delete: [
    {
      input: { repo: widgets, name: 'bug' },
      arrange: labelled,
      drift: ({ world }) => addLabel(world, { name: 'bug', color: '000000' }),
    },
    { input: { repo: widgets, name: 'missing' }, error: 'not_found' },
  ],
};
