import type { JsonObject } from '@lineclear/core/plugin';
import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubRulesetDelete } from './github-ruleset-delete.ts';
import { githubRulesetGet } from './github-ruleset-get.ts';
import { githubRulesetList } from './github-ruleset-list.ts';
import { githubRulesetPut } from './github-ruleset-put.ts';

const repo = 'octo/widgets';
const named = { repo, ruleset_id: 7 };
const review = {
  type: 'pull_request',
  parameters: {
    dismiss_stale_reviews_on_push: true,
    require_code_owner_review: false,
    require_last_push_approval: false,
    required_approving_review_count: 2,
    required_review_thread_resolution: true,
  },
};
const checks = (...contexts: string[]) => ({
  type: 'required_status_checks',
  parameters: {
    required_status_checks: contexts.map((context) => ({ context })),
    strict_required_status_checks_policy: true,
  },
});
const fresh = { repo, name: 'Main', include: ['~DEFAULT_BRANCH'], rules: [{ type: 'deletion' }, review] };

const start = async () => {
  const started = await startGitHub([githubRulesetList, githubRulesetGet, githubRulesetPut, githubRulesetDelete]);
  const { rulesets } = started.sandbox.world.repository(repo);
  const theirs = (change: JsonObject = {}, id = 7) =>
    void rulesets.set(id, {
      id,
      createdAtMs: 0,
      updatedAtMs: 0,
      name: 'Theirs',
      target: 'branch',
      enforcement: 'active',
      bypassActors: [{ actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'always' }],
      conditions: { ref_name: { include: ['refs/heads/main', 'refs/heads/release/*'], exclude: [] } },
      rules: [{ type: 'deletion' }, review, checks('test', 'lint')],
      ...change,
    });
  const put = (args: JsonObject) => started.confirmTool('github_ruleset_put', args);
  return { ...started, put, theirs, rulesets };
};

describe('github_ruleset_put', () => {
  it('creates a ruleset', async () => {
    const { put, rulesets, sent } = await start();
    const { preview, outcome } = await put(fresh);
    expect(preview).toMatchObject({
      description: 'Create the ruleset "Main" of octo/widgets with test.',
      risk: 'reversible',
      warnings: [],
    });
    expect(preview['changes']).toContain('+ rule deletion: {}');
    expect(outcome['result']).toMatchObject({ name: 'Main', source: 'Repository octo/widgets', enforcement: 'active' });
    expect([...rulesets.values()]).toMatchObject([
      { name: 'Main', conditions: { ref_name: { include: ['~DEFAULT_BRANCH'] } }, rules: fresh.rules, bypassActors: [] },
    ]);
    expect(sent()).toEqual(['POST /repos/octo/widgets/rulesets']);
  });

  it('changes what is named and keeps the rest', async () => {
    const { put, theirs, rulesets, sent } = await start();
    theirs();
    const before = rulesets.get(7);
    const rules = [{ type: 'deletion' }, { type: 'creation' }, review, checks('test', 'lint', 'deploy')];
    const kept = structuredClone({ conditions: before?.conditions, bypassActors: before?.bypassActors });
    const { preview } = await put({ ...named, rules });
    expect(preview).toMatchObject({
      description: 'Change the ruleset 7 "Theirs" of octo/widgets with test.',
      risk: 'reversible',
      warnings: [],
    });
    expect(rulesets.get(7)).toMatchObject({ name: 'Theirs', enforcement: 'active', rules, ...kept });
    expect(sent()).toEqual(['PUT /repos/octo/widgets/rulesets/7']);
  });

  it('leaves alone who passes by where the credentials may not see it', async () => {
    const { put, theirs, rulesets, sandbox } = await start();
    theirs();
    const answer = {
      id: 7,
      name: 'Theirs',
      source: repo,
      enforcement: 'active',
      rules: [],
      conditions: { ref_name: { include: ['~ALL'], exclude: [] } },
    };
    sandbox.fail(githubFaults.status(200, answer), { method: 'GET', path: '/repos/octo/widgets/rulesets/7' });
    await put({ ...named, enforcement: 'evaluate' });
    expect(rulesets.get(7)).toMatchObject({ enforcement: 'evaluate', bypassActors: [{ actor_id: 5 }] });
  });

  it.each([
    [{ enforcement: 'disabled' }, 'It is disabled, not enforced any more.'],
    [{ rules: [review, checks('test', 'lint')] }, 'The rule deletion is gone.'],
    [
      { rules: [{ type: 'deletion' }, review, checks('test')] },
      'required_status_checks: required_status_checks may be less strict.',
    ],
    [
      { rules: [{ type: 'deletion' }, { ...review, parameters: { ...review.parameters, required_approving_review_count: 1 } }] },
      'pull_request: required_approving_review_count may be less strict.',
    ],
    [
      {
        rules: [{ type: 'deletion' }, { ...review, parameters: { ...review.parameters, dismiss_stale_reviews_on_push: false } }],
      },
      'pull_request: dismiss_stale_reviews_on_push may be less strict.',
    ],
    [{ bypass: [{ actor_type: 'DeployKey' }] }, 'DeployKey may pass by it (always).'],
    [{ bypass: [{ actor_type: 'Team', actor_id: 3 }] }, 'Team 3 may pass by it (always).'],
    [{ include: ['refs/heads/main'] }, 'It does not cover refs/heads/release/* any more.'],
    [{ exclude: ['refs/heads/main'] }, 'It leaves out refs/heads/main.'],
    [{ target: 'tag' }, 'It is for tag, not for branch any more.'],
  ])('names what gets weaker with %j, and asks for more', async (change, text) => {
    const { previewTool, theirs } = await start();
    theirs();
    const preview = await previewTool('github_ruleset_put', { ...named, ...change });
    expect(preview).toMatchObject({ risk: 'destructive', approval: { required: 'client' } });
    expect(preview['warnings']).toContain(`Weaker: ${text}`);
  });

  it.each(lostAnswers)('finds out that it took effect after an answer %s, and sends nothing again', async (_title, fault) => {
    const { put, theirs, sandbox, sent } = await start();
    theirs();
    sandbox.fail(fault, { unsafe: true });
    expect((await put(fresh)).outcome).toMatchObject({ status: 'executed', result: { name: 'Main' } });
    expect((await put({ ...named, name: 'Ours' })).outcome).toMatchObject({ result: { ruleset_id: 7, name: 'Ours' } });
    expect(sent()).toEqual(['POST /repos/octo/widgets/rulesets', 'PUT /repos/octo/widgets/rulesets/7']);
  });

  it('is stale when somebody changes it, or takes the name, meanwhile', async () => {
    const { callTool, theirs, sent } = await start();
    theirs();
    await callTool('github_ruleset_put', { ...named, name: 'Ours' });
    theirs({ enforcement: 'disabled' });
    await expect(callTool('github_ruleset_put', { ...named, name: 'Ours', confirm: true })).rejects.toMatchObject({
      code: 'stale',
    });
    await callTool('github_ruleset_put', fresh);
    theirs({ name: 'Main' }, 8);
    await expect(callTool('github_ruleset_put', { ...fresh, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it.each([
    ['a new one without rules', { repo, name: 'Main' }, 'invalid_input'],
    ['a number that is not there', { ...named, name: 'Main' }, 'not_found'],
    [
      'invisible characters in a parameter',
      { ...fresh, rules: [{ type: 'workflows', parameters: { path: 'a\u200Bb' } }] },
      'invalid_input',
    ],
  ])('refuses %s', async (_title, args, code) => {
    const { callTool, sent } = await start();
    await expect(callTool('github_ruleset_put', args)).rejects.toMatchObject({ code });
    expect(sent()).toEqual([]);
  });

  it('refuses a name that is taken, and a ruleset of the organization', async () => {
    const { callTool, theirs, sandbox } = await start();
    theirs({ name: 'Main' });
    await expect(callTool('github_ruleset_put', fresh)).rejects.toMatchObject({ code: 'conflict', details: { ruleset_id: 7 } });
    const answer = { id: 7, name: 'All', source: 'octo', source_type: 'Organization', enforcement: 'active' };
    sandbox.fail(githubFaults.status(200, answer), { method: 'GET', path: '/repos/octo/widgets/rulesets/7' });
    for (const [tool, args] of [
      ['github_ruleset_put', { name: 'Ours' }],
      ['github_ruleset_delete', {}],
    ] as const)
      await expect(callTool(tool, { ...named, ...args })).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('github_ruleset_list and github_ruleset_get', () => {
  it('pages, and shows one whole', async () => {
    const { callTool, theirs } = await start();
    expect(await callTool('github_ruleset_list', { repo })).toEqual({ rulesets: [], next_page: null });
    theirs();
    theirs({ name: 'Other', enforcement: 'disabled' }, 8);
    const first = await callTool('github_ruleset_list', { repo, limit: 1 });
    expect(first).toMatchObject({ rulesets: [{ ruleset_id: 7, name: 'Theirs', enforcement: 'active' }], next_page: 2 });
    expect(await callTool('github_ruleset_get', named)).toMatchObject({
      include: ['refs/heads/main', 'refs/heads/release/*'],
      rules: [{ type: 'deletion' }, review, { type: 'required_status_checks' }],
      bypass: [{ actor_type: 'RepositoryRole', actor_id: 5 }],
    });
    await expect(callTool('github_ruleset_get', { repo, ruleset_id: 9 })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('github_ruleset_delete', () => {
  it.each([['that arrives', undefined] as const, ...lostAnswers])('deletes it, after an answer %s', async (_title, fault) => {
    const { confirmTool, theirs, sandbox, rulesets, sent } = await start();
    theirs();
    if (fault !== undefined) sandbox.fail(fault, { method: 'DELETE' });
    const { preview, outcome } = await confirmTool('github_ruleset_delete', named);
    expect(preview['description']).toBe('Delete the ruleset 7 "Theirs" of octo/widgets with test.');
    expect(preview['warnings']).toContain('Weaker: The rule pull_request is gone.');
    expect(outcome).toMatchObject({ status: 'executed', result: { deleted: 7 } });
    expect([rulesets.size, sent()]).toEqual([0, ['DELETE /repos/octo/widgets/rulesets/7']]);
  });

  it('is stale when it changed, and refused where there is none', async () => {
    const { callTool, theirs, sent } = await start();
    await expect(callTool('github_ruleset_delete', named)).rejects.toMatchObject({ code: 'not_found' });
    theirs();
    await callTool('github_ruleset_delete', named);
    theirs({ rules: [] });
    await expect(callTool('github_ruleset_delete', { ...named, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });
});
