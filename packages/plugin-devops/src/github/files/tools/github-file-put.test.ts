import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubFilePut } from './github-file-put.ts';

const start = (options?: GitHubOptions) => startGitHub([githubFilePut], options);
const place = { repo: 'octo/widgets', branch: 'feature' };
const readme = {
  ...place,
  path: 'README.md',
  content: '# widgets\n\nAll of them.\n',
  message: 'Say it shorter\n\nNobody reads more.',
};
const plan = { ...place, path: 'docs/a plan.md', content: '# Plan\n', message: 'Write a plan' };

describe('github_file_put', () => {
  it('shows the whole change and commits exactly that', async () => {
    const { confirmTool, sandbox, sent } = await start();
    const { preview, outcome } = await confirmTool('github_file_put', readme);
    expect(preview).toMatchObject({
      description: 'Replace "README.md" on "feature" of octo/widgets with test: "Say it shorter"',
      details: { message: readme.message },
      warnings: ['octo/widgets is public: everybody can read this.'],
      risk: 'reversible',
    });
    expect(preview['changes']).toContain('-Widgets and their prices.\n+All of them.');
    expect(outcome).toMatchObject({ status: 'executed', result: { path: 'README.md' } });
    expect(await sandbox.world.file('octo/widgets', { branch: 'feature', path: 'README.md' })).toBe(readme.content);
    expect(sent()).toEqual(['PUT /repos/octo/widgets/contents/README.md']);
    const { git } = sandbox.world.repository('octo/widgets');
    const head = (await git.resolve('refs/heads/feature')) ?? '';
    expect(outcome).toMatchObject({ result: { commit: head } });
    expect((await git.commit(head)).message).toBe(readme.message);
  });

  it('creates a file in a new folder, and deletes one', async () => {
    const { confirmTool, sandbox } = await start();
    const file = (path: string) => sandbox.world.file('octo/widgets', { branch: 'feature', path });
    await confirmTool('github_file_put', plan);
    expect(await file(plan.path)).toBe('# Plan\n');
    const { preview, outcome } = await confirmTool('github_file_put', { ...plan, content: null, message: 'Drop the plan' });
    expect(preview['description']).toContain('Delete "docs/a plan.md"');
    expect(outcome).toMatchObject({ result: { sha: null } });
    expect(await file(plan.path)).toBeUndefined();
  });

  it('makes the first commit of a repository', async () => {
    const { confirmTool, sandbox } = await start();
    await sandbox.world.addRepository({ fullName: 'octo/empty' });
    await confirmTool('github_file_put', { ...readme, repo: 'octo/empty', branch: 'main' });
    expect(await sandbox.world.file('octo/empty', { branch: 'main', path: 'README.md' })).toBe(readme.content);
  });

  it.each([
    ['replaced', readme, { path: 'README.md', content: 'theirs\n' }],
    ['created', plan, { path: plan.path, content: 'theirs\n' }],
    ['deleted', readme, { path: 'README.md' }],
  ])('is stale when somebody %s the file meanwhile, and sends nothing', async (_title, input, change) => {
    const { callTool, sandbox, sent } = await start();
    await callTool('github_file_put', input);
    await sandbox.world.push('octo/widgets', { branch: 'feature', ...change });
    await expect(callTool('github_file_put', { ...input, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it('is not stale when another file of the branch changed', async () => {
    const { callTool, sandbox } = await start();
    await callTool('github_file_put', readme);
    await sandbox.world.push('octo/widgets', { branch: 'feature', path: 'other.txt', content: 'theirs\n' });
    expect(await callTool('github_file_put', { ...readme, confirm: true })).toMatchObject({ status: 'executed' });
  });

  it.each(
    lostAnswers.flatMap(([title, fault]) =>
      [readme, plan, { ...readme, content: null }].map((input) => [title, input, fault] as const),
    ),
  )('finds its commit after an answer %s, and sends nothing again (%j)', async (_title, input, fault) => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.fail(fault, { unsafe: true });
    const { outcome } = await confirmTool('github_file_put', input);
    const head = await sandbox.world.repository('octo/widgets').git.resolve('refs/heads/feature');
    expect(outcome).toMatchObject({ status: 'executed', result: { commit: head, path: input.path } });
    expect(sent()).toHaveLength(1);
  });

  it('does not take the same content by somebody else for its own', async () => {
    const { callTool, sandbox } = await start();
    await callTool('github_file_put', plan);
    sandbox.fail({ kind: 'reset' }, { unsafe: true });
    const confirmed = callTool('github_file_put', { ...plan, confirm: true }).catch((error: unknown) => error);
    expect(await confirmed).toMatchObject({ code: 'unknown_outcome' });
    await sandbox.world.push('octo/widgets', { branch: 'feature', path: plan.path, content: plan.content, message: 'Theirs' });
    await expect(callTool('github_file_put', { ...plan, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
  });

  it.each([
    ['the branch is missing', { ...readme, branch: 'missing' }, { code: 'not_found', details: { reason: 'branch' } }],
    ['the file to delete is missing', { ...plan, content: null }, { code: 'not_found', details: { reason: 'path' } }],
    [
      'there is nothing to change',
      { ...readme, content: '# widgets\n\nWidgets and their prices.\n' },
      { code: 'conflict', details: { reason: 'no_change' } },
    ],
    ['a folder is there', { ...plan, path: 'src' }, { code: 'conflict', details: { reason: 'not_a_file' } }],
    [
      'a file is where its folder would be',
      { ...plan, path: 'README.md/plan.md' },
      { code: 'conflict', details: { reason: 'not_a_file' } },
    ],
    ['the path climbs', { ...plan, path: 'docs/../../x' }, { code: 'invalid_input' }],
    ['the path has something to hide', { ...plan, path: 'docs/\u202eplan.md' }, { code: 'invalid_input' }],
    ['the path is of git', { ...plan, path: '.git/config' }, { code: 'invalid_input' }],
    [
      'it is too long to be shown',
      { ...plan, content: 'x'.repeat(90_000) },
      { code: 'invalid_input', details: { reason: 'too_long' } },
    ],
  ])('refuses before anything is sent where %s', async (_title, input, error) => {
    const { callTool, sent } = await start();
    await expect(callTool('github_file_put', input)).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });

  it('refuses an archived repository', async () => {
    const { callTool, sandbox } = await start();
    await sandbox.world.addRepository({ fullName: 'octo/old', settings: { archived: true }, files: { 'a.txt': 'a\n' } });
    await expect(callTool('github_file_put', { ...readme, repo: 'octo/old', branch: 'main' })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'archived' },
    });
  });

  it('refuses what looks like a secret, until a person allows it', async () => {
    const { callTool, previewTool, sent, questions } = await start();
    // Put together here, so that no file of this repository holds what looks like a secret.
    const input = { ...plan, content: ['DB_PASS', 'WORD="Zx81kQ0vLr7TdWm3Yb5N"\n'].join('') };
    const error = await callTool('github_file_put', input).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'forbidden', details: { reason: 'secrets_found', findings: [{ line: 1 }] } });
    expect(sent()).toEqual([]);
    const { fingerprint } = Object(error).details.findings[0];
    const preview = await previewTool('github_file_put', { ...input, not_secret: [fingerprint] });
    expect(preview).toMatchObject({ warnings: expect.arrayContaining([expect.stringContaining('secret scan')]) });
    await callTool('github_file_put', { ...input, not_secret: [fingerprint], confirm: true });
    expect(questions).toHaveLength(1);
  });

  it('says what cannot be seen, what runs, and where it goes', async () => {
    const { previewTool } = await start();
    const input = { ...plan, path: '.github/workflows/x.yml', branch: 'main', content: 'on: push # \u202e\u200b\u200b\n' };
    const { warnings, approval } = await previewTool('github_file_put', input);
    expect(warnings).toEqual([
      'Sent, but not shown: U+202E, U+200B in content.',
      'This commits to the default branch "main", without a pull request.',
      'octo/widgets is public: everybody can read this.',
      '".github/workflows/x.yml" is a workflow: it runs with the secrets of the repository.',
    ]);
    expect(approval).toMatchObject({ required: 'client' });
  });

  it('shows every line of a file that is quite another one', async () => {
    const { previewTool, sandbox } = await start();
    const lines = (word: string) => Array.from({ length: 900 }, (_, index) => `${word} ${index}\n`).join('');
    await sandbox.world.push('octo/widgets', { branch: 'feature', path: 'long.txt', content: lines('old') });
    const { changes } = await previewTool('github_file_put', { ...plan, path: 'long.txt', content: lines('new') });
    for (const index of [0, 450, 899]) expect(changes).toContain(`+new ${index}\n`.trimEnd());
  });
});
