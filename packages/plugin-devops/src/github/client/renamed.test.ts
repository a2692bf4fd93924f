import { describe, expect, it } from 'vitest';
import { githubAlertList } from '../alerts/tools/github-alert-list.ts';
import { githubFileGet } from '../files/tools/github-file-get.ts';
import { githubIssueList } from '../issues/tools/github-issue-list.ts';
import { githubRepoGet } from '../repositories/tools/github-repo-get.ts';
import { startGitHub } from '../test/start-github.ts';

const widgets = 'octo/widgets';
const tools = [githubRepoGet, githubFileGet, githubIssueList, githubAlertList];

/** `octo/widgets` has become `octo/private`: whatever is asked about the old name leads there. */
const start = async (repositories: readonly string[] | undefined) => {
  const started = await startGitHub(tools, { settings: repositories === undefined ? {} : { repositories: [...repositories] } });
  const { sandbox } = started;
  await sandbox.world.addRepository({ fullName: 'octo/private', files: { 'README.md': 'confidential' } });
  sandbox.http.inject(
    { kind: 'status', status: 301, headers: { location: `${sandbox.url}/repos/octo/private` } },
    {
      accepts: ({ path }) => path.startsWith('/repos/octo/widgets'),
    },
  );
  return started;
};

describe('a repository that was renamed', () => {
  it.each([
    ['github_repo_get', {}],
    ['github_file_get', { path: 'README.md' }],
    ['github_issue_list', {}],
    ['github_alert_list', { kind: 'code' }],
  ])('is not followed by %s in a profile that names its repositories', async (name, more) => {
    const { callTool, sandbox } = await start([widgets]);
    await expect(callTool(name, { repo: widgets, ...more })).rejects.toMatchObject({
      code: 'forbidden',
      hint: expect.stringContaining('name'),
      details: { reason: 'moved' },
    });
    expect(sandbox.http.requests.filter(({ path }) => path.includes('private'))).toEqual([]);
  });

  it('is followed where the profile reaches all', async () => {
    const { callTool } = await start(undefined);
    expect(await callTool('github_repo_get', { repo: widgets })).toMatchObject({ repo: 'octo/private' });
  });
});

describe('an answer that GitHub seldom gives', () => {
  it.each([
    [405, 'invalid_input', 'state'],
    [410, 'not_found', 'switched off'],
    [423, 'conflict', 'locked'],
    [451, 'forbidden', 'legal'],
  ])('of the status %s has the code %s and a hint', async (status, code, words) => {
    const { callTool, sandbox } = await startGitHub([githubIssueList]);
    sandbox.fail({ kind: 'status', status, headers: { 'content-type': 'application/json' }, text: '{"message":"No."}' });
    await expect(callTool('github_issue_list', { repo: widgets })).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(words),
      details: { status },
    });
  });
});
