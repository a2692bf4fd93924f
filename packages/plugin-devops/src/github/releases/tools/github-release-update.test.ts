import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubReleaseCreate } from './github-release-create.ts';
import { githubReleaseDelete } from './github-release-delete.ts';
import { githubReleaseUpdate } from './github-release-update.ts';

const widgets = 'octo/widgets';

/** A draft and a published release. */
const start = async () => {
  const started = await startGitHub([githubReleaseCreate, githubReleaseDelete, githubReleaseUpdate]);
  const { git, extras } = started.sandbox.world.repository(widgets);
  const make = async (tag: string, draft: boolean) => {
    const { outcome } = await started.confirmTool('github_release_create', {
      repo: widgets,
      tag,
      target: 'main',
      notes: 'Old',
      draft,
    });
    expect(outcome['status']).toBe('executed');
    return [...extras.releases.keys()].at(-1) ?? 0;
  };
  const [draft, published] = [await make('v2.0.0', true), await make('v1.0.0', false)];
  const before = started.sent().length;
  const release = (id: number) => extras.releases.get(id);
  return { ...started, git, draft, published, release, sent: () => started.sent().slice(before) };
};
type Started = Awaited<ReturnType<typeof start>>;

describe('github_release_update', () => {
  it('publishes a draft at the commit that was shown', async () => {
    const { confirmTool, draft, git, release, sent } = await start();
    const { preview, outcome } = await confirmTool('github_release_update', { repo: widgets, release_id: draft, draft: false });
    const head = await git.resolve('refs/heads/main');
    expect(preview).toMatchObject({
      description: `Publish the release "v2.0.0" (${draft}) of octo/widgets at ${head?.slice(0, 12)} with test.`,
      risk: 'destructive',
      details: { draft: false, target_commitish: head },
    });
    expect(outcome).toMatchObject({ status: 'executed', result: { release_id: draft, draft: false } });
    expect(release(draft)?.body).toMatchObject({ draft: false });
    expect(await git.resolve('refs/tags/v2.0.0')).toBe(head);
    expect(sent()).toEqual([`PATCH /repos/octo/widgets/releases/${draft}`]);
  });

  it('changes notes and flags, and shows the notes that go', async () => {
    const { confirmTool, published, release, sandbox } = await start();
    const input = { repo: widgets, release_id: published, notes: 'New', prerelease: true, latest: false };
    const { preview } = await confirmTool('github_release_update', input);
    expect(preview).toMatchObject({
      risk: 'reversible',
      before: { notes: { by: 'octo', trusted: true, text: 'Old' } },
      details: { body: 'New', prerelease: true, make_latest: 'false' },
    });
    expect(release(published)?.body).toMatchObject({ body: 'New', prerelease: true, name: 'v1.0.0' });
    expect(sandbox.http.unsafe().at(-1)?.json).toEqual({ body: 'New', prerelease: true, make_latest: 'false' });
  });

  it('makes another tag at the commit that was shown, of a release whose target is a branch', async () => {
    const { confirmTool, published, release, git, sandbox } = await start();
    Object.assign(release(published)?.body ?? {}, { target_commitish: 'feature' });
    const { preview } = await confirmTool('github_release_update', { repo: widgets, release_id: published, tag: 'v1.0.1' });
    const head = await git.resolve('refs/heads/feature');
    expect(preview).toMatchObject({ risk: 'destructive', warnings: expect.arrayContaining(['The tag "v1.0.1" is new.']) });
    expect(sandbox.http.unsafe().at(-1)?.json).toEqual({ tag_name: 'v1.0.1', target_commitish: head });
    expect(await git.resolve('refs/tags/v1.0.1')).toBe(head);
  });

  it('is stale when somebody else changed it', async () => {
    const { callTool, published, release, sent } = await start();
    const input = { repo: widgets, release_id: published, notes: 'New' };
    await callTool('github_release_update', input);
    Object.assign(release(published)?.body ?? {}, { body: 'Theirs' });
    await expect(callTool('github_release_update', { ...input, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it.each(lostAnswers)('finds out that it took effect after an answer %s', async (_title, fault) => {
    const { confirmTool, sandbox, draft, sent } = await start();
    sandbox.fail(fault, { method: 'PATCH', times: 1 });
    const { outcome } = await confirmTool('github_release_update', { repo: widgets, release_id: draft, draft: false });
    expect(outcome).toMatchObject({ status: 'executed', result: { draft: false } });
    expect(sent()).toHaveLength(1);
  });

  it('does not claim what leaves no trace', async () => {
    const { callTool, published, sandbox } = await start();
    const input = { repo: widgets, release_id: published, latest: false };
    await callTool('github_release_update', input);
    sandbox.fail(lostAnswers[1][1], { method: 'PATCH', times: 1 });
    await expect(callTool('github_release_update', { ...input, confirm: true })).rejects.toMatchObject({
      code: 'unknown_outcome',
    });
  });

  it.each([
    ['there is none', () => ({ release_id: 7, notes: 'x' }), { code: 'not_found' }],
    ['nothing is to change', ({ published }: Started) => ({ release_id: published }), { code: 'invalid_input' }],
    [
      'it is like that',
      ({ published }: Started) => ({ release_id: published, notes: 'Old' }),
      { code: 'conflict', details: { reason: 'unchanged' } },
    ],
    [
      'the tag has a release',
      ({ draft }: Started) => ({ release_id: draft, tag: 'v1.0.0' }),
      { code: 'conflict', details: { reason: 'exists' } },
    ],
    [
      'the tag is made',
      ({ published }: Started) => ({ release_id: published, target: 'feature' }),
      { code: 'conflict', details: { reason: 'tag_exists' } },
    ],
  ])('refuses where %s', async (_title, inputOf, error) => {
    const started = await start();
    await expect(started.callTool('github_release_update', { repo: widgets, ...inputOf(started) })).rejects.toMatchObject(error);
    expect(started.sent()).toEqual([]);
  });
});

describe('github_release_delete', () => {
  it('deletes the release and leaves the tag', async () => {
    const { confirmTool, published, release, git, sent } = await start();
    const { preview, outcome } = await confirmTool('github_release_delete', { repo: widgets, release_id: published });
    expect(preview).toMatchObject({
      description: `Delete the release "v1.0.0" (${published}) of octo/widgets and 0 files with test.`,
      risk: 'destructive',
      before: { tag: 'v1.0.0', notes: { text: 'Old' } },
    });
    expect(outcome).toMatchObject({ status: 'executed', result: { release_id: published, tag: 'v1.0.0', deleted: true } });
    expect(release(published)).toBe(undefined);
    expect(await git.resolve('refs/tags/v1.0.0')).toBe(await git.resolve('refs/heads/main'));
    expect(sent()).toEqual([`DELETE /repos/octo/widgets/releases/${published}`]);
  });

  it('is stale when a draft was published meanwhile', async () => {
    const { callTool, draft, release, sent } = await start();
    await callTool('github_release_delete', { repo: widgets, release_id: draft });
    Object.assign(release(draft)?.body ?? {}, { draft: false });
    const confirmed = callTool('github_release_delete', { repo: widgets, release_id: draft, confirm: true });
    await expect(confirmed).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it.each(lostAnswers)('finds out that it is gone after an answer %s', async (_title, fault) => {
    const { confirmTool, sandbox, published, sent } = await start();
    sandbox.fail(fault, { method: 'DELETE', times: 1 });
    const { outcome } = await confirmTool('github_release_delete', { repo: widgets, release_id: published });
    expect(outcome).toMatchObject({ status: 'executed', result: { deleted: true } });
    expect(sent()).toHaveLength(1);
  });

  it('answers not_found for a release that is not there', async () => {
    const { callTool, sent } = await start();
    await expect(callTool('github_release_delete', { repo: widgets, release_id: 7 })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(sent()).toEqual([]);
  });
});
