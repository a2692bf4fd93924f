import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubProtectionDelete } from './github-protection-delete.ts';
import { githubProtectionGet } from './github-protection-get.ts';
import { githubProtectionPut } from './github-protection-put.ts';

const repo = 'octo/widgets';
const branch = 'release/1';
const named = { repo, branch };
const path = '/repos/octo/widgets/branches/release%2F1/protection';

/** Everything that can be set, as somebody set it on GitHub. */
const strict = {
  required_status_checks: {
    strict: true,
    contexts: [],
    checks: [
      { context: 'test', app_id: 15368 },
      { context: 'lint', app_id: -1 },
    ],
  },
  required_pull_request_reviews: {
    dismiss_stale_reviews: true,
    require_code_owner_reviews: true,
    require_last_push_approval: true,
    required_approving_review_count: 2,
    dismissal_restrictions: { users: ['ada'], teams: ['leads'], apps: ['release-bot'] },
    bypass_pull_request_allowances: { users: ['grace'], teams: [], apps: [] },
  },
  restrictions: { users: ['ada'], teams: ['ops'], apps: ['release-bot'] },
  enforce_admins: true,
  required_linear_history: true,
  required_conversation_resolution: true,
  allow_force_pushes: false,
  allow_deletions: false,
  block_creations: true,
  lock_branch: true,
  allow_fork_syncing: false,
};

const start = async (protection?: JsonObject) => {
  const started = await startGitHub([githubProtectionGet, githubProtectionPut, githubProtectionDelete]);
  const { world } = started.sandbox;
  await world.push(repo, { branch, path: 'a.txt', content: 'a' });
  const { protections } = world.repository(repo);
  if (protection !== undefined) protections.set(branch, protection);
  const put = (changes: JsonObject) => started.confirmTool('github_protection_put', { ...named, ...changes });
  return { ...started, put, protections, stored: () => protections.get(branch) };
};

describe('github_protection_put', () => {
  it('protects a branch', async () => {
    const { put, stored, callTool, sent } = await start();
    const { preview, outcome } = await put({ approvals: 1, checks: ['test'], enforce_admins: true });
    expect(preview).toMatchObject({
      description: 'Protect the branch "release/1" of octo/widgets with test.',
      risk: 'reversible',
      warnings: [],
      before: { approvals: null, force_pushes: true },
      details: { after: { approvals: 1, checks: ['test'], force_pushes: false } },
    });
    expect(preview['changes']).toEqual(expect.arrayContaining(['- approvals: null', '+ approvals: 1', '+ checks: ["test"]']));
    expect(stored()).toMatchObject({
      required_status_checks: { strict: false, contexts: [], checks: [{ context: 'test' }] },
      required_pull_request_reviews: { required_approving_review_count: 1, dismiss_stale_reviews: false },
      restrictions: null,
      enforce_admins: true,
    });
    expect(await callTool('github_protection_get', named)).toEqual({ protected: true, protection: outcome['result'] });
    expect(sent()).toEqual([`PUT ${path}`]);
  });

  it('sends all of what is there again, so that nothing that is not named is lost', async () => {
    const { put, stored, previewTool } = await start(strict);
    const { preview } = await put({ approvals: 3 });
    expect(preview).toMatchObject({ risk: 'reversible', changes: ['- approvals: 2', '+ approvals: 3'], warnings: [] });
    const reviews = { ...strict.required_pull_request_reviews, required_approving_review_count: 3 };
    expect(stored()).toEqual({ ...strict, required_pull_request_reviews: reviews });
    const again = await previewTool('github_protection_put', { ...named, approvals: 3 });
    expect(again).toMatchObject({ warnings: ['It is protected like this already.'] });
  });

  it('keeps the app of a check that stays', async () => {
    const { put, stored } = await start(strict);
    await put({ checks: ['test', 'deploy'] });
    expect(stored()).toMatchObject({
      required_status_checks: { strict: true, checks: [{ context: 'test', app_id: 15368 }, { context: 'deploy' }] },
    });
  });

  it.each([
    [{ checks: ['test'] }, 'These checks need not pass any more: lint.'],
    [{ checks: [] }, 'These checks need not pass any more: lint, test.'],
    [{ strict: false }, 'A branch need not be up to date any more.'],
    [{ approvals: 1 }, '1 approvals are enough, not 2.'],
    [{ approvals: null }, 'No pull request is needed any more.'],
    [{ dismiss_stale: false }, 'An approval outlives a later push.'],
    [{ code_owners: false }, 'Code owners need not approve any more.'],
    [{ last_push_approval: false }, 'Who pushed last may approve.'],
    [{ enforce_admins: false }, 'The rules do not hold for administrators any more.'],
    [{ linear_history: false }, 'Merge commits are allowed.'],
    [{ conversations: false }, 'Conversations may stay open.'],
    [{ lock: false }, 'The branch can be pushed to again.'],
    [{ force_pushes: true }, 'History may be rewritten by force.'],
    [{ deletions: true }, 'The branch may be deleted.'],
  ])('names what gets weaker with %j, and asks for more', async (change, text) => {
    const { previewTool } = await start(strict);
    const preview = await previewTool('github_protection_put', { ...named, ...change });
    expect(preview).toMatchObject({ risk: 'destructive', approval: { required: 'client' } });
    expect(preview['warnings']).toContain(`Weaker: ${text}`);
  });

  it.each(lostAnswers)('finds out that it took effect after an answer %s, and sends nothing again', async (_title, fault) => {
    const { put, sandbox, sent } = await start(strict);
    sandbox.fail(fault, { method: 'PUT' });
    const { outcome } = await put({ approvals: 3, checks: ['test', 'deploy'] });
    expect(outcome).toMatchObject({ status: 'executed', result: { approvals: 3, checks: ['deploy', 'test'] } });
    expect(sent()).toEqual([`PUT ${path}`]);
  });

  it('is stale when somebody changes the protection meanwhile', async () => {
    const { callTool, protections, sent } = await start(strict);
    await callTool('github_protection_put', { ...named, approvals: 3 });
    protections.set(branch, { ...strict, restrictions: null });
    await expect(callTool('github_protection_put', { ...named, approvals: 3, confirm: true })).rejects.toMatchObject({
      code: 'stale',
    });
    expect(sent()).toEqual([]);
  });

  it.each([
    ['strict without checks', { strict: true }, 'invalid_input'],
    ['code owners without approvals', { code_owners: true }, 'invalid_input'],
    ['a branch that is not there', { branch: 'missing', approvals: 1 }, 'not_found'],
    ['a check with invisible characters', { checks: ['te\u200Bst'] }, 'invalid_input'],
  ])('refuses %s', async (_title, change, code) => {
    const { callTool, sent } = await start();
    await expect(callTool('github_protection_put', { ...named, ...change })).rejects.toMatchObject({ code });
    expect(sent()).toEqual([]);
  });
});

describe('github_protection_get', () => {
  it('shows all of it, and what holds without any', async () => {
    const { callTool, protections } = await start(strict);
    expect(await callTool('github_protection_get', named)).toMatchObject({
      protected: true,
      protection: {
        checks: ['lint', 'test'],
        approvals: 2,
        may_push: { users: ['ada'], teams: ['ops'], apps: ['release-bot'] },
        may_bypass: { users: ['grace'] },
      },
    });
    protections.clear();
    expect(await callTool('github_protection_get', named)).toMatchObject({
      protected: false,
      protection: { checks: [], approvals: null, force_pushes: true, may_push: null },
    });
    await expect(callTool('github_protection_get', { repo, branch: 'missing' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('github_protection_delete', () => {
  it.each([['that arrives', undefined] as const, ...lostAnswers])('deletes it, after an answer %s', async (_title, fault) => {
    const { confirmTool, sandbox, stored, sent } = await start(strict);
    if (fault !== undefined) sandbox.fail(fault, { method: 'DELETE' });
    const { preview, outcome } = await confirmTool('github_protection_delete', named);
    expect(preview).toMatchObject({ risk: 'destructive', description: expect.stringContaining('the branch "release/1"') });
    expect(preview['warnings']).toEqual(
      expect.arrayContaining(['Weaker: No pull request is needed any more.', 'Weaker: All who may write may push.']),
    );
    expect(outcome).toMatchObject({ status: 'executed', result: { unprotected: branch } });
    expect([stored(), sent()]).toEqual([undefined, [`DELETE ${path}`]]);
  });

  it('is stale when the protection changed, and refused where there is none', async () => {
    const { callTool, protections, sent } = await start();
    await expect(callTool('github_protection_delete', named)).rejects.toMatchObject({ code: 'not_found' });
    protections.set(branch, strict);
    await callTool('github_protection_delete', named);
    protections.set(branch, { ...strict, lock_branch: false });
    await expect(callTool('github_protection_delete', { ...named, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });
});
