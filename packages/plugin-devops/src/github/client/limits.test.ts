import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { githubBranchCreate } from '../branches/tools/github-branch-create.ts';
import { githubRepoGet } from '../repositories/tools/github-repo-get.ts';
import { startGitHub } from '../test/start-github.ts';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const start = () => startGitHub([githubRepoGet, githubBranchCreate], { clock: { now: () => nowMs } });
const hotfix = { repo: 'octo/widgets', branch: 'hotfix', from: 'main' };
const resetS = nowMs / 1_000 + 90;

const limits = [
  ['the hour is used up (403)', githubFaults.primaryLimit({ resetS }), 90, 'rate_limit'],
  ['the hour is used up (429)', githubFaults.primaryLimit({ resetS, status: 429 }), 90, 'rate_limit'],
  ['writes come too fast (403)', githubFaults.secondaryLimit({ retryAfterS: 30 }), 30, 'secondary_rate_limit'],
  ['writes come too fast (429)', githubFaults.secondaryLimit({ retryAfterS: 30, status: 429 }), 30, 'secondary_rate_limit'],
  [
    'GitHub does not say for how long',
    githubFaults.status(403, { message: 'You have exceeded a secondary rate limit.' }),
    60,
    'secondary_rate_limit',
  ],
] as const;

describe('a limit', () => {
  it.each(limits)('where %s: a read is told how long to wait, and is sent once', async (_title, fault, waitS, reason) => {
    const { callTool, sandbox } = await start();
    sandbox.fail(fault);
    await expect(callTool('github_repo_get', { repo: 'octo/widgets' })).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterS: waitS,
      details: { reason },
    });
    expect(sandbox.http.requests).toHaveLength(1);
  });

  it.each(limits)('where %s: a write did not happen, and is sent once', async (_title, fault, waitS, reason) => {
    const { callTool, sandbox, sent } = await start();
    await callTool('github_branch_create', hotfix);
    sandbox.fail(fault, { method: 'POST' });
    await expect(callTool('github_branch_create', { ...hotfix, confirm: true })).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterS: waitS,
      details: { cause: { reason } },
    });
    expect(sent()).toEqual(['POST /repos/octo/widgets/git/refs']);
    expect(await sandbox.world.repository('octo/widgets').git.resolve('refs/heads/hotfix')).toBeUndefined();
  });

  it('of the server itself is the same to a caller', async () => {
    const { callTool } = await startGitHub([githubRepoGet], { rateLimit: { perHour: 1 }, clock: { now: () => nowMs } });
    await callTool('github_repo_get', { repo: 'octo/widgets' });
    await expect(callTool('github_repo_get', { repo: 'octo/other' })).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterS: 3_600,
    });
  });
});
