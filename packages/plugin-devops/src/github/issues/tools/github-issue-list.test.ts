import { describe, expect, it } from 'vitest';
import { startGitHub } from '../../test/start-github.ts';
import { githubIssueList } from './github-issue-list.ts';

const repo = 'octo/widgets';

const start = async () => {
  const started = await startGitHub([githubIssueList]);
  const { world } = started.sandbox;
  world.addIssue(repo, { author: 'sam', title: 'Too cheap' });
  world.addIssue(repo, { author: 'octo', title: 'Too dear' });
  world.addIssue(repo, { author: 'octo', title: 'Raise', pull: { head: 'feature', base: 'main' } });
  world.repository(repo).issues.get(2)?.assignees.push('octo');
  return started;
};

describe('github_issue_list', () => {
  it('lists the newest first, marks their titles and leaves pull requests out', async () => {
    const { callTool } = await start();
    expect(await callTool('github_issue_list', { repo })).toMatchObject({
      issues: [
        { number: 2, title: { by: 'octo', trusted: true, text: 'Too dear' }, assignees: ['octo'] },
        { number: 1, title: { by: 'sam', trusted: false } },
      ],
      pull_requests_left_out: 1,
      next_page: null,
    });
  });

  it.each([
    [{ creator: 'sam' }, [1]],
    [{ assignee: 'octo' }, [2]],
    [{ labels: ['bug'] }, []],
    [{ state: 'closed' }, []],
  ])('narrows by %j', async (filter, numbers) => {
    const { callTool } = await start();
    const { issues } = await callTool('github_issue_list', { repo, ...filter });
    expect(issues).toMatchObject(numbers.map((number) => ({ number })));
    expect(issues).toHaveLength(numbers.length);
  });

  it('pages', async () => {
    const { callTool } = await start();
    expect(await callTool('github_issue_list', { repo, limit: 2 })).toMatchObject({ issues: [{ number: 2 }], next_page: 2 });
    expect(await callTool('github_issue_list', { repo, limit: 2, page: 2 })).toMatchObject({
      issues: [{ number: 1 }],
      next_page: null,
    });
  });
});
