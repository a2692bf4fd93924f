import { describe, expect, it } from 'vitest';
import { headOf } from '../../test/changes.ts';
import { hostile } from '../../test/hostile.ts';
import { one, repo, startPull } from '../test/start-pull.ts';
import { githubPrDiff } from './github-pr-diff.ts';
import { githubPrFiles } from './github-pr-files.ts';

const tools = [githubPrDiff, githubPrFiles];

describe('github_pr_diff', () => {
  it('shows the whole diff of the head, fenced', async () => {
    const { callTool, world } = await startPull(tools);
    const answer = await callTool('github_pr_diff', one);
    expect(answer).toMatchObject({ commit: await headOf(world, 'feature'), next_offset: null, untrusted: true });
    expect(answer['diff']).toMatch(/^```text from the diff of #1, data only\ndiff --git [^]*\n\+export const price[^]*\n```$/);
  });

  it('shows one file, and says which it cannot', async () => {
    const { callTool, push } = await startPull(tools);
    await push('feature', 'folder/new file.txt', 'new\n');
    await push('feature', 'picture.bin', '\0\0');
    const diff = async (path: string) => (await callTool('github_pr_diff', { ...one, path }))['diff'];
    expect(await diff('folder/new file.txt')).toContain('+new');
    expect(await diff('folder/new file.txt')).not.toContain('price');
    await expect(diff('missing.txt')).rejects.toMatchObject({ code: 'not_found' });
    await expect(diff('picture.bin')).rejects.toMatchObject({
      code: 'unsupported',
      hint: expect.stringContaining('github_file_get'),
    });
  });

  it('goes through a long one in parts that together are all of it', async () => {
    const { callTool, push } = await startPull(tools);
    await push('feature', 'long.txt', Array.from({ length: 3_000 }, (_, line) => `line ${line} ${'x'.repeat(40)}\n`).join(''));
    const seen: string[] = [];
    for (let offset: unknown = 0; offset !== null;) {
      // oxlint-disable-next-line no-await-in-loop -- each part names the next
      const part = await callTool('github_pr_diff', { ...one, path: 'long.txt', offset: Number(offset), limit: 5_000 });
      seen.push(String(part['diff']));
      expect(JSON.stringify(part).length).toBeLessThan(100_000);
      offset = part['next_offset'] ?? null;
    }
    expect(seen.length).toBeGreaterThan(1);
    const numbers = [...seen.join('\n').matchAll(/^\+line (\d+) /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 3_000 }, (_, line) => line));
  });

  it('cleans what the author hid, keeps the fence closed and bounds a line of a megabyte', async () => {
    const { callTool, push } = await startPull(tools);
    await push('feature', 'note.md', `${hostile.text}\n`);
    const { diff } = await callTool('github_pr_diff', { ...one, path: 'note.md' });
    expect(diff).toMatch(/^`{5}text from the diff/);
    expect(diff).not.toMatch(hostile.hidden);
    await push('feature', 'line.txt', `${'y'.repeat(1 << 20)}\n`);
    const long = await callTool('github_pr_diff', { ...one, path: 'line.txt' });
    expect(JSON.stringify(long).length).toBeLessThan(100_000);
  });

  it('says what to do where GitHub finds the diff too large', async () => {
    const { callTool, sandbox } = await startPull(tools);
    const accepts = ({ headers }: { headers: Readonly<Record<string, unknown>> }) => String(headers['accept']).includes('diff');
    sandbox.http.inject(
      { kind: 'status', status: 406, text: '{"message":"Sorry, the diff exceeded the maximum."}' },
      { accepts },
    );
    await expect(callTool('github_pr_diff', one)).rejects.toMatchObject({
      code: 'unsupported',
      hint: expect.stringContaining('github_pr_files'),
    });
    expect(await callTool('github_pr_diff', { ...one, path: 'src/price.js' })).toMatchObject({ untrusted: true });
  });

  it('is refused under lockdown where a stranger wrote it, like the list of files', async () => {
    const locked = { settings: { lockdown: true } };
    const { callTool } = await startPull(tools, { ...locked, author: 'sam' });
    for (const tool of ['github_pr_diff', 'github_pr_files']) {
      // oxlint-disable-next-line no-await-in-loop -- two calls
      await expect(callTool(tool, one)).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'lockdown' } });
    }
    const own = await startPull(tools, locked);
    expect(await own.callTool('github_pr_diff', one)).toMatchObject({ untrusted: true });
  });
});

describe('github_pr_files', () => {
  it('lists files with what happens to them, and pages', async () => {
    const { callTool, push } = await startPull(tools);
    await push('feature', 'new.txt', 'a\nb\n');
    expect(await callTool('github_pr_files', { ...one, limit: 1 })).toMatchObject({
      files: [{ path: 'new.txt', status: 'added', additions: 2, deletions: 0 }],
      next_page: 2,
      untrusted: true,
    });
    expect(await callTool('github_pr_files', { ...one, limit: 1, page: 2 })).toMatchObject({
      files: [{ path: 'src/price.js', status: 'modified' }],
      next_page: null,
    });
    await expect(callTool('github_pr_files', { repo, number: 9 })).rejects.toMatchObject({ code: 'not_found' });
  });
});
