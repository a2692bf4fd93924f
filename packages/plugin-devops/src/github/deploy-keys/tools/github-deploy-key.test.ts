import type { JsonObject } from '@lineclear/core/plugin';
import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { publicKey } from '../../test/public-key.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubDeployKeyAdd } from './github-deploy-key-add.ts';
import { githubDeployKeyDelete } from './github-deploy-key-delete.ts';
import { githubDeployKeyList } from './github-deploy-key-list.ts';

const repo = 'octo/widgets';
const droplet = { repo, title: 'droplet', key: publicKey() };
const fingerprint = 'SHA256:RXm/ruZ0eTzRXKwi1AQEDynB0VgHQ2ac9KPSFdf/YnA';

const start = async () => {
  const started = await startGitHub([githubDeployKeyList, githubDeployKeyAdd, githubDeployKeyDelete]);
  const { keys } = started.sandbox.world.repository(repo).extras;
  const theirs = (body: object = {}, id = 7) =>
    void keys.set(id, {
      id,
      by: 'ada',
      createdAtMs: 0,
      updatedAtMs: 0,
      body: { title: 'theirs', key: publicKey(1, ''), read_only: true, ...body },
    });
  return { ...started, theirs, stored: () => [...keys.values()].map(({ body }) => body) };
};

describe('github_deploy_key_add', () => {
  it('lets a machine read', async () => {
    const { confirmTool, stored, sent } = await start();
    const { preview, outcome } = await confirmTool('github_deploy_key_add', droplet);
    expect(preview).toMatchObject({ risk: 'reversible', warnings: [expect.stringContaining('until the key is deleted')] });
    expect(preview['description']).toBe(
      `Let the key ${fingerprint} (ssh-ed25519 "ada@droplet") read octo/widgets as "droplet" with test.`,
    );
    expect(outcome['result']).toMatchObject({ title: 'droplet', read_only: true, fingerprint });
    expect(stored()).toEqual([{ title: 'droplet', key: publicKey(1, ''), read_only: true }]);
    expect(sent()).toEqual(['POST /repos/octo/widgets/keys']);
  });

  it('asks for more where the machine may push', async () => {
    const { confirmTool, stored } = await start();
    const { preview } = await confirmTool('github_deploy_key_add', { ...droplet, read_only: false });
    expect(preview).toMatchObject({ risk: 'destructive', description: expect.stringContaining('read and push to octo/widgets') });
    expect(preview['warnings']).toContain('It may push to every branch that no rule protects.');
    expect(stored()).toMatchObject([{ read_only: false }]);
  });

  it.each([
    ['OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk0LtestXtestX\n-----END OPENSSH PRIVATE KEY-----\n'],
    ['PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nb3BlbnNzaC1rZXk0LtestXtestX\n'],
  ])('refuses a private key of %s, and keeps nothing of it', async (_title, key) => {
    const { answer, composition, log, sent } = await start();
    const answers = [];
    // Among arguments that are right, with a wrong one beside it, and under a mistyped name.
    const wrongs: readonly JsonObject[] = [{ key }, { key, title: '' }, { pubkey: key }];
    for (const args of wrongs) answers.push(await answer('github_deploy_key_add', { ...droplet, ...args }));
    expect(answers[0]).toMatchObject({ error: { code: 'invalid_input' } });
    expect(JSON.stringify(answers[0])).toContain('a private key');
    await composition.audit.flush();
    const kept = [await composition.store.events({ limit: 100 }), await composition.store.plans({ limit: 100 }), log, answers];
    expect(JSON.stringify(kept)).not.toMatch(/b3BlbnNz|LtestX|BEGIN OPENSSH/);
    expect(sent()).toEqual([]);
  });

  it.each(lostAnswers)('finds out that it took effect after an answer %s, and sends nothing again', async (_title, fault) => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.fail(fault, { method: 'POST' });
    const { outcome } = await confirmTool('github_deploy_key_add', droplet);
    expect(outcome).toMatchObject({ status: 'executed', result: { title: 'droplet', fingerprint } });
    expect(sent()).toHaveLength(1);
  });

  it('is stale when somebody adds the key meanwhile, and does not claim a request that did not arrive', async () => {
    const { callTool, theirs, sandbox, sent } = await start();
    await callTool('github_deploy_key_add', droplet);
    theirs();
    await expect(callTool('github_deploy_key_add', { ...droplet, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
    const other = { ...droplet, key: publicKey(2) };
    await callTool('github_deploy_key_add', other);
    sandbox.fail(githubFaults.badGateway(), { method: 'POST' });
    await expect(callTool('github_deploy_key_add', { ...other, confirm: true })).rejects.toMatchObject({
      code: 'unknown_outcome',
    });
  });

  it.each([
    ['text that is no key', 'ssh-ed25519 AAAA'],
    ['a key of another kind inside', publicKey().replace('ssh-ed25519', 'ssh-rsa')],
    ['two lines', `${publicKey()}\n${publicKey(2)}`],
    ['options before the key', `command="sh" ${publicKey()}`],
  ])('refuses %s', async (_title, key) => {
    const { callTool } = await start();
    await expect(callTool('github_deploy_key_add', { ...droplet, key })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('refuses a key that is there already', async () => {
    const { callTool, theirs } = await start();
    theirs();
    await expect(callTool('github_deploy_key_add', droplet)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'exists' },
    });
  });
});

describe('github_deploy_key_list', () => {
  it('pages through fingerprints', async () => {
    const { callTool, theirs } = await start();
    expect(await callTool('github_deploy_key_list', { repo })).toEqual({ keys: [], next_page: null });
    theirs();
    theirs({ title: 'odd', key: 'nonsense' }, 8);
    const first = await callTool('github_deploy_key_list', { repo, limit: 1 });
    expect(first).toMatchObject({ keys: [{ key_id: 7, title: 'theirs', fingerprint, added_by: 'ada' }], next_page: 2 });
    const last = await callTool('github_deploy_key_list', { repo, limit: 1, page: 2 });
    expect(last).toMatchObject({ keys: [{ title: 'odd', fingerprint: null }], next_page: null });
    await expect(callTool('github_deploy_key_list', { repo: 'octo/missing' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('github_deploy_key_delete', () => {
  const key = { repo, key_id: 7 };

  it.each([['that arrives', undefined] as const, ...lostAnswers])('deletes it, after an answer %s', async (_title, fault) => {
    const { theirs, confirmTool, sandbox, stored, sent } = await start();
    theirs();
    if (fault !== undefined) sandbox.fail(fault, { method: 'DELETE' });
    const { preview, outcome } = await confirmTool('github_deploy_key_delete', key);
    expect(preview['description']).toBe(`Delete the deploy key 7 "theirs" (${fingerprint}) of octo/widgets with test.`);
    expect(outcome).toMatchObject({ status: 'executed', result: { deleted: 7 } });
    expect([stored(), sent()]).toEqual([[], ['DELETE /repos/octo/widgets/keys/7']]);
  });

  it('is stale when the number means another key, and refused where there is none', async () => {
    const { theirs, callTool, sent } = await start();
    await expect(callTool('github_deploy_key_delete', key)).rejects.toMatchObject({ code: 'not_found' });
    theirs();
    await callTool('github_deploy_key_delete', key);
    theirs({ key: publicKey(2) });
    await expect(callTool('github_deploy_key_delete', { ...key, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });
});
