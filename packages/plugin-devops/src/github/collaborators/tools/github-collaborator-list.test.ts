import { expect, test } from 'vitest';
import { startGitHub } from '../../test/start-github.ts';
import { githubCollaboratorList } from './github-collaborator-list.ts';

const repo = 'octo/widgets';

test('pages through people with their roles', async () => {
  const { callTool, sandbox } = await startGitHub([githubCollaboratorList]);
  for (const role of ['write', 'read'] as const) sandbox.world.addCollaborator(repo, { login: `ada-${role}`, role });
  const first = await callTool('github_collaborator_list', { repo, limit: 2 });
  expect(first).toEqual({
    collaborators: [
      { login: 'octo', type: 'User', role: 'admin' },
      { login: 'ada-write', type: 'User', role: 'write' },
    ],
    next_page: 2,
  });
  const outside = await callTool('github_collaborator_list', { repo, affiliation: 'outside' });
  expect(outside).toMatchObject({ collaborators: [{ login: 'ada-write' }, { login: 'ada-read' }], next_page: null });
  await expect(callTool('github_collaborator_list', { repo: 'octo/missing' })).rejects.toMatchObject({ code: 'not_found' });
});
