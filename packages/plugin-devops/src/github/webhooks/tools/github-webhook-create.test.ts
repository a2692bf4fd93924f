import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { startHooks } from '../../test/start-hooks.ts';

const repo = 'octo/widgets';
const url = 'https://ci.example.com/hook';
const hook = { repo, url, events: ['push', 'release'], secret: 'hook-sesame-314' };

describe('github_webhook_create', () => {
  it('sends events to a new host only when a person outside of the conversation allowed it', async () => {
    const { previewTool, callTool, approve, hooks, sent } = await startHooks();
    const preview = await previewTool('github_webhook_create', hook);
    expect(preview).toMatchObject({
      description: `Send push, release of octo/widgets to "${url}" with test.`,
      risk: 'destructive',
      approval: { required: 'human' },
      details: { url, events: ['push', 'release'], content_type: 'json', active: true, signed: true, verifies_tls: true },
      warnings: ['Nothing of this repository goes to ci.example.com so far, so a person has to allow it.'],
    });
    const args = { ...hook, confirm: true, ticket: preview['ticket'] ?? null };
    await expect(callTool('github_webhook_create', args)).rejects.toMatchObject({ code: 'awaiting_approval' });
    expect(sent()).toEqual([]);
    await approve(String(preview['ticket']));
    expect(await callTool('github_webhook_create', args)).toMatchObject({
      status: 'executed',
      result: { url, events: ['push', 'release'], signed: true, verifies_tls: true, active: true },
    });
    expect(hooks()).toMatchObject([
      { active: true, config: { url, secret: 'hook-sesame-314', insecure_ssl: '0', content_type: 'json' } },
    ]);
  });

  it('asks the client where the host gets events already, and warns where nothing is signed', async () => {
    const { theirs, confirmTool, previewTool, questions } = await startHooks();
    theirs();
    const unsigned = { repo, url: 'https://old.example.com/second' };
    expect(await previewTool('github_webhook_create', unsigned)).toMatchObject({
      approval: { required: 'client' },
      warnings: [expect.stringContaining('Without a secret')],
    });
    expect((await confirmTool('github_webhook_create', unsigned)).outcome).toMatchObject({
      result: { events: ['push'], signed: false },
    });
    expect(questions).toHaveLength(1);
  });

  it('tells the secret nowhere', async () => {
    const { theirs, confirmTool, answer, sandbox, composition, log, questions } = await startHooks();
    theirs();
    const args = { ...hook, url: 'https://old.example.com/second' };
    const answers: unknown[] = [await confirmTool('github_webhook_create', args), await answer('github_webhook_list', { repo })];
    sandbox.http.inject({ kind: 'echo', status: 500 }, { unsafe: true });
    const again = { ...args, url: 'https://old.example.com/third' };
    answers.push(
      await answer('github_webhook_create', again),
      await answer('github_webhook_create', { ...again, confirm: true }),
    );
    answers.push(await answer('github_webhook_create', { ...args, secret: [hook.secret] }));
    await composition.audit.flush();
    const { store } = composition;
    const kept = [await store.events({ limit: 100 }), await store.plans({ limit: 100 }), log, questions, answers];
    expect(JSON.stringify(kept)).toContain('old.example.com');
    expect(JSON.stringify(kept)).not.toContain('sesame');
  });

  it.each(lostAnswers)('finds out that it took effect after an answer %s, and sends nothing again', async (_title, fault) => {
    const { theirs, confirmTool, sandbox, sent } = await startHooks();
    theirs();
    sandbox.fail(fault, { method: 'POST' });
    const args = { ...hook, url: 'https://old.example.com/second' };
    expect((await confirmTool('github_webhook_create', args)).outcome).toMatchObject({ result: { url: args.url, signed: true } });
    expect(sent()).toEqual(['POST /repos/octo/widgets/hooks']);
  });

  it('is stale when somebody else takes the URL, or when its host became a new one', async () => {
    const { theirs, callTool, previewTool, remove, sent } = await startHooks();
    theirs();
    const args = { ...hook, url: 'https://old.example.com/second' };
    await previewTool('github_webhook_create', args);
    theirs({ config: { url: args.url } }, 8);
    await expect(callTool('github_webhook_create', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    remove(8);
    const { ticket } = await previewTool('github_webhook_create', args);
    remove(7);
    await expect(callTool('github_webhook_create', { ...args, confirm: true, ticket: ticket ?? null })).rejects.toMatchObject({
      code: 'stale',
      details: { preview: { approval: { required: 'human' } } },
    });
    expect(sent()).toEqual([]);
  });

  it.each([
    ['http', 'http://ci.example.com/hook'],
    ['http to what only looks like this machine', 'http://127.0.0.1.example.com/hook'],
    ['a user', 'https://ada:hunter22@ci.example.com/hook'],
    ['another scheme', 'file:///etc/passwd'],
    ['what is no URL', 'ci.example.com'],
    ['invisible characters', 'https://ci.example.com/ho\u200Bok'],
  ])('refuses %s', async (_title, wrong) => {
    const { callTool } = await startHooks();
    const problem = callTool('github_webhook_create', { ...hook, url: wrong });
    await expect(problem).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(problem).rejects.not.toThrow('hunter22');
  });

  it('takes http to this machine, for a server on it, and refuses a URL that is taken', async () => {
    const { previewTool, callTool, theirs } = await startHooks();
    expect(await previewTool('github_webhook_create', { ...hook, url: 'http://127.0.0.1:9/hook' })).toHaveProperty('ticket');
    theirs({ config: { url } });
    await expect(callTool('github_webhook_create', hook)).rejects.toMatchObject({ code: 'conflict', details: { hook_id: 7 } });
  });
});
