import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { startGitHub } from '../test/start-github.ts';
import { githubProtectionDelete } from './tools/github-protection-delete.ts';
import { githubProtectionGet } from './tools/github-protection-get.ts';
import { githubProtectionPut } from './tools/github-protection-put.ts';

const main = { repo: 'octo/widgets', branch: 'main' };

/** Somebody who is no administrator: GitHub says of every protection that it is not there. */
const start = async ({ isProtected }: { isProtected: boolean }) => {
  const started = await startGitHub([githubProtectionGet, githubProtectionPut, githubProtectionDelete]);
  const { sandbox } = started;
  if (isProtected) sandbox.world.repository('octo/widgets').protections.set('main', { enforce_admins: true });
  sandbox.fail(githubFaults.status(404, { message: 'Not Found' }), { accepts: ({ path }) => path.endsWith('/protection') });
  return started;
};

describe('a protection that the credentials may not see', () => {
  it.each([
    ['github_protection_get', {}],
    ['github_protection_put', { approvals: 1 }],
    ['github_protection_delete', {}],
  ])('is not taken by %s for none', async (name, more) => {
    const { callTool, sent } = await start({ isProtected: true });
    await expect(callTool(name, { ...main, ...more })).rejects.toMatchObject({
      code: 'forbidden',
      hint: expect.stringContaining('administrator'),
      details: { reason: 'permission' },
    });
    expect(sent()).toEqual([]);
  });

  it('is none where GitHub says that nothing protects the branch', async () => {
    const { callTool } = await start({ isProtected: false });
    expect(await callTool('github_protection_get', main)).toMatchObject({ protected: false });
  });
});
