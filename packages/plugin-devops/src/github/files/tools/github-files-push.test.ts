import type { JsonValue } from '@lineclear/core/plugin';
import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubFilesPush } from './github-files-push.ts';

const start = (options?: GitHubOptions) => startGitHub([githubFilesPush], options);
const input = {
  repo: 'octo/widgets',
  branch: 'feature',
  files: [
    { path: 'src/price.js', content: 'export const price = (count) => count * 4;\n' },
    { path: 'docs/plan.md', content: '# Plan\n' },
    { path: 'README.md', content: null },
  ],
  message: 'Plan a price',
};
const requests = [
  'POST /repos/octo/widgets/git/trees',
  'POST /repos/octo/widgets/git/commits',
  'PATCH /repos/octo/widgets/git/refs/heads%2Ffeature',
];

const headOf = async (sandbox: Awaited<ReturnType<typeof start>>['sandbox'], branch = 'feature') =>
  sandbox.world.repository('octo/widgets').git.resolve(`refs/heads/${branch}`);

describe('github_files_push', () => {
  it('makes one commit of several files upon the head that was seen', async () => {
    const { confirmTool, sandbox, sent } = await start();
    const before = await headOf(sandbox);
    const { preview, outcome } = await confirmTool('github_files_push', input);
    expect(preview).toMatchObject({
      description: 'Commit 3 files to "feature" of octo/widgets with test: "Plan a price"',
      before: { head: before },
      details: {
        files: [
          { path: 'src/price.js', change: 'replace' },
          { path: 'docs/plan.md', change: 'create' },
          { path: 'README.md', change: 'delete' },
        ],
      },
    });
    for (const line of [
      '-export const price = (count) => count * 3;',
      '+export const price = (count) => count * 4;',
      '+# Plan',
      '-# widgets',
    ]) {
      expect(preview['changes']).toContain(line);
    }
    const head = (await headOf(sandbox)) ?? '';
    expect(outcome).toMatchObject({ status: 'executed', result: { commit: head, files: 3 } });
    const { git } = sandbox.world.repository('octo/widgets');
    expect(await git.commit(head)).toMatchObject({ parents: [before], message: 'Plan a price' });
    const paths = (await git.tree(head, { isRecursive: true })).filter(({ type }) => type === 'blob').map(({ path }) => path);
    expect(paths).toEqual(['.github/workflows/test.yml', 'docs/plan.md', 'src/price.js']);
    expect(sent()).toEqual(requests);
  });

  it('keeps what a file may do', async () => {
    const { confirmTool, sandbox } = await start();
    const { git } = sandbox.world.repository('octo/widgets');
    const head = (await headOf(sandbox)) ?? '';
    const script = { path: 'run.sh', mode: '100755', sha: await git.writeBlob(Buffer.from('echo 1\n')) };
    const tree = await git.writeTree({ base: (await git.commit(head)).tree, changes: [script] });
    const author = { name: 'a', email: 'a@example.com', date: '2026-01-01T00:00:00Z' };
    await git.setRef('refs/heads/feature', await git.writeCommit({ tree, parents: [head], message: 'Script', author }));
    await confirmTool('github_files_push', { ...input, files: [{ path: 'run.sh', content: 'echo 2\n' }] });
    expect(await git.entry((await headOf(sandbox)) ?? '', 'run.sh')).toMatchObject({ mode: '100755' });
  });

  it('is stale when the branch moved, and sends nothing', async () => {
    const { callTool, sandbox, sent } = await start();
    await callTool('github_files_push', input);
    await sandbox.world.push('octo/widgets', { branch: 'feature', path: 'other.txt', content: 'theirs\n' });
    await expect(callTool('github_files_push', { ...input, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it('moves a branch forward only: one that moves in the last moment is a conflict', async () => {
    let meanwhile = async (): Promise<string> => '';
    let theirs = '';
    const execute: typeof githubFilesPush.execute = (call) => {
      // Made when they are read, so that a copy of the call has none.
      const { state, clock } = call;
      const set = async (key: string, value: JsonValue) => {
        theirs = await meanwhile();
        await state.set(key, value);
      };
      const create = (key: string, value: JsonValue) => state.create(key, value);
      const remove = (key: string) => state.delete(key);
      return githubFilesPush.execute({
        ...call,
        clock,
        state: { set, create, delete: remove, get: (key) => state.get(key), list: (query) => state.list(query) },
      });
    };
    const { callTool, sandbox } = await startGitHub([{ ...githubFilesPush, execute }]);
    meanwhile = () => sandbox.world.push('octo/widgets', { branch: 'feature', path: 'other.txt', content: 'theirs\n' });
    await callTool('github_files_push', input);
    await expect(callTool('github_files_push', { ...input, confirm: true })).rejects.toMatchObject({
      code: 'conflict',
      hint: expect.stringContaining('preview again'),
    });
    expect(await headOf(sandbox)).toBe(theirs);
  });

  it.each(lostAnswers)('finds its commit on the branch after an answer %s, and sends nothing again', async (_title, fault) => {
    const { confirmTool, sandbox, sent } = await start();
    sandbox.fail(fault, { method: 'PATCH' });
    const { outcome } = await confirmTool('github_files_push', input);
    expect(outcome).toMatchObject({ status: 'executed', result: { commit: await headOf(sandbox), files: 3 } });
    expect(sent()).toEqual(requests);
  });

  it('finds its commit where others went on upon it', async () => {
    const { callTool, sandbox } = await start();
    await callTool('github_files_push', input);
    sandbox.fail(githubFaults.lostAnswer(), { method: 'PATCH' });
    // Until it may look, others push.
    const stop = sandbox.fail(githubFaults.cut(), { method: 'GET', path: '/repos/octo/widgets/compare/*' });
    await callTool('github_files_push', { ...input, confirm: true }).catch(() => undefined);
    const ours = await headOf(sandbox);
    await sandbox.world.push('octo/widgets', { branch: 'feature', path: 'other.txt', content: 'theirs\n' });
    stop();
    expect(await callTool('github_files_push', { ...input, confirm: true })).toMatchObject({
      status: 'executed',
      result: { commit: ours },
    });
  });

  it('failed where the branch was never asked to move', async () => {
    const { callTool, sandbox, sent } = await start();
    const before = await headOf(sandbox);
    await callTool('github_files_push', input);
    sandbox.fail(githubFaults.lostAnswer(), { path: '/repos/octo/widgets/git/commits' });
    const error = await callTool('github_files_push', { ...input, confirm: true }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expect.not.stringContaining('unknown') });
    expect(sent()).toEqual(requests.slice(0, 2));
    expect(await headOf(sandbox)).toBe(before);
  });

  it.each([
    ['the branch is missing', { ...input, branch: 'missing' }, { code: 'not_found' }],
    [
      'one file is as it is to be',
      { ...input, files: [{ path: 'README.md', content: '# widgets\n\nWidgets and their prices.\n' }] },
      { code: 'conflict', details: { reason: 'no_change' } },
    ],
    ['a path is there twice', { ...input, files: [input.files[0], input.files[0]] }, { code: 'invalid_input' }],
    [
      'a path is the folder of another',
      {
        ...input,
        files: [
          { path: 'a', content: 'a' },
          { path: 'a/b', content: 'b' },
        ],
      },
      { code: 'invalid_input' },
    ],
    [
      'there are too many',
      { ...input, files: Array.from({ length: 51 }, (_, index) => ({ path: `${index}`, content: '' })) },
      { code: 'invalid_input' },
    ],
    [
      'they are too long to be shown',
      { ...input, files: [1, 2].map((index) => ({ path: `${index}`, content: 'x'.repeat(40_000) })) },
      { code: 'invalid_input', details: { reason: 'too_long' } },
    ],
  ])('refuses before anything is sent where %s', async (_title, args, error) => {
    const { answer, sent } = await start();
    expect(await answer('github_files_push', JSON.parse(JSON.stringify(args)))).toMatchObject({ error });
    expect(sent()).toEqual([]);
  });

  it('refuses a repository without a commit, which takes one file at a time', async () => {
    const { callTool, sandbox } = await start();
    await sandbox.world.addRepository({ fullName: 'octo/empty' });
    await expect(callTool('github_files_push', { ...input, repo: 'octo/empty', branch: 'main' })).rejects.toMatchObject({
      code: 'unsupported',
      hint: expect.stringContaining('github_file_put'),
    });
  });
});
