import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { startHooks } from '../../test/start-hooks.ts';

const repo = 'octo/widgets';
const named = { repo, hook_id: 7 };
const moved = { ...named, url: 'https://old.example.com/moved' };

describe('github_webhook_update', () => {
  it('changes what is named and keeps the rest, the secret too', async () => {
    const { theirs, confirmTool, hooks, sent } = await startHooks();
    theirs();
    const { preview, outcome } = await confirmTool('github_webhook_update', {
      ...moved,
      events: ['push', 'release'],
      active: false,
    });
    expect(preview).toMatchObject({
      description:
        'Change the webhook 7 (https://old.example.com/hook) of octo/widgets with test, to "https://old.example.com/moved".',
      approval: { required: 'client' },
      changes: ['url: https://old.example.com/moved', 'events: push,release', 'active: false'],
      before: { url: 'https://old.example.com/hook', signed: true },
    });
    expect(outcome['result']).toMatchObject({ url: moved.url, events: ['push', 'release'], active: false, signed: true });
    expect(hooks()).toMatchObject([{ active: false, config: { url: moved.url, secret: 'theirs-sesame', content_type: 'json' } }]);
    expect(sent()).toEqual(['PATCH /repos/octo/widgets/hooks/7/config', 'PATCH /repos/octo/widgets/hooks/7']);
  });

  it('needs a person where the host is new, and less where it only stops', async () => {
    const { theirs, previewTool } = await startHooks();
    theirs();
    const elsewhere = await previewTool('github_webhook_update', { ...named, url: 'https://evil.example.net/' });
    expect(elsewhere).toMatchObject({ approval: { required: 'human' }, warnings: [expect.stringContaining('evil.example.net')] });
    const stopped = await previewTool('github_webhook_update', { ...named, active: false });
    expect(stopped).toMatchObject({ risk: 'reversible', approval: { required: 'model' } });
  });

  it('replaces the secret and tells it nowhere', async () => {
    const { theirs, confirmTool, hooks, composition } = await startHooks();
    theirs();
    const done = await confirmTool('github_webhook_update', { ...named, secret: 'hook-sesame-314' });
    expect(done.preview).toMatchObject({ changes: ['secret: another one'] });
    expect(hooks()).toMatchObject([{ config: { secret: 'hook-sesame-314' } }]);
    await composition.audit.flush();
    const kept = [done, await composition.store.events({ limit: 100 }), await composition.store.plans({ limit: 100 })];
    expect(JSON.stringify(kept)).not.toContain('sesame');
  });

  it.each(lostAnswers)('finds out that it took effect after an answer %s, and sends nothing again', async (_title, fault) => {
    const { theirs, confirmTool, sandbox, sent } = await startHooks();
    theirs();
    sandbox.fail(fault, { method: 'PATCH' });
    expect((await confirmTool('github_webhook_update', moved)).outcome).toMatchObject({ result: { url: moved.url } });
    expect(sent()).toHaveLength(1);
  });

  it('claims neither half of a change nor a secret that nobody can compare', async () => {
    const { theirs, callTool, sandbox, sent } = await startHooks();
    theirs();
    sandbox.fail(githubFaults.lostAnswer(), { method: 'PATCH' });
    for (const change of [
      { ...moved, active: false },
      { ...named, secret: 'hook-sesame-314' },
    ]) {
      const { ticket } = await callTool('github_webhook_update', change);
      const confirmed = callTool('github_webhook_update', { ...change, confirm: true, ticket: ticket ?? null });
      await expect(confirmed).rejects.toMatchObject({ code: 'unknown_outcome' });
    }
    expect(sent()).toHaveLength(2);
  });

  it('is stale when the webhook changed meanwhile, and refuses what changes nothing or is not there', async () => {
    const { theirs, callTool, sent } = await startHooks();
    await expect(callTool('github_webhook_update', moved)).rejects.toMatchObject({ code: 'not_found' });
    await expect(callTool('github_webhook_update', named)).rejects.toMatchObject({ code: 'invalid_input' });
    theirs();
    await callTool('github_webhook_update', moved);
    theirs({ events: ['*'] });
    await expect(callTool('github_webhook_update', { ...moved, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });
});

describe('github_webhook_list', () => {
  it('pages, without secrets and without what may be a token in a URL', async () => {
    const { theirs, callTool } = await startHooks();
    expect(await callTool('github_webhook_list', { repo })).toEqual({ webhooks: [], next_page: null });
    theirs();
    const url = 'https://ada:hunter22@chat.example.com/services/T0000000B0000000XYZ/x?token=t0k3n&ünt=1';
    theirs({ active: false, config: { url, insecure_ssl: '1' } }, 8);
    const first = await callTool('github_webhook_list', { repo, limit: 1 });
    expect(first).toMatchObject({
      webhooks: [{ hook_id: 7, signed: true, verifies_tls: true, last_status: 'unused' }],
      next_page: 2,
    });
    const last = await callTool('github_webhook_list', { repo, limit: 1, page: 2 });
    expect(last).toMatchObject({
      webhooks: [{ url: 'https://chat.example.com/services/T000…/x?token=…&%C3%BCnt=…', signed: false, verifies_tls: false }],
    });
    expect(JSON.stringify([first, last])).not.toMatch(/sesame|hunter22|t0k3n|B0000000XYZ/);
  });
});

describe('github_webhook_delete and github_webhook_ping', () => {
  it.each([['that arrives', undefined] as const, ...lostAnswers])('deletes it, after an answer %s', async (_title, fault) => {
    const { theirs, confirmTool, sandbox, hooks, sent } = await startHooks();
    theirs();
    if (fault !== undefined) sandbox.fail(fault, { method: 'DELETE' });
    const { preview, outcome } = await confirmTool('github_webhook_delete', named);
    expect(preview['description']).toBe('Delete the webhook 7 (https://old.example.com/hook) of octo/widgets with test.');
    expect(outcome).toMatchObject({ status: 'executed', result: { deleted: 7 } });
    expect([hooks(), sent()]).toEqual([[], ['DELETE /repos/octo/widgets/hooks/7']]);
  });

  it('pings, and says that nobody knows when the answer is lost', async () => {
    const { theirs, confirmTool, callTool, sandbox, hooks, sent } = await startHooks();
    theirs();
    const { preview, outcome } = await confirmTool('github_webhook_ping', named);
    expect(preview['description']).toContain('to https://old.example.com/hook with test');
    expect(outcome).toMatchObject({ status: 'executed', result: { pinged: 7 } });
    sandbox.fail(githubFaults.lostAnswer(), { method: 'POST' });
    const { ticket } = await callTool('github_webhook_ping', named);
    const confirmed = callTool('github_webhook_ping', { ...named, confirm: true, ticket: ticket ?? null });
    await expect(confirmed).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect([hooks(), sent().length]).toMatchObject([[{ pings: 2 }], 2]);
  });

  it.each(['github_webhook_delete', 'github_webhook_ping'])('%s is stale when the webhook leads elsewhere', async (tool) => {
    const { theirs, callTool, sent } = await startHooks();
    await expect(callTool(tool, named)).rejects.toMatchObject({ code: 'not_found' });
    theirs();
    await callTool(tool, named);
    theirs({ config: { url: 'https://other.example.com/' } });
    await expect(callTool(tool, { ...named, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });
});
