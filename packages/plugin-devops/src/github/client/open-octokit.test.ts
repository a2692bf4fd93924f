import { afterEach, describe, expect, it, vi } from 'vitest';
import { githubFilesPush } from '../files/tools/github-files-push.ts';
import { githubRepoGet } from '../repositories/tools/github-repo-get.ts';
import { startGitHub } from '../test/start-github.ts';

const files = {
  repo: 'octo/widgets',
  branch: 'feature',
  files: [{ path: 'a.txt', content: 'a\n' }],
  message: 'Add a file',
};

describe('throttling', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('spaces the writes of one plan out, in their order', async () => {
    const { callTool, sent } = await startGitHub([githubFilesPush], { settings: { throttle: true } });
    await callTool('github_files_push', files);
    // Time stands still, so what is waited for is exactly what the throttle asks for; and nobody has to wait.
    vi.useFakeTimers({ toFake: ['Date'] });
    const waits: number[] = [];
    const { setTimeout: wait } = globalThis;
    vi.spyOn(globalThis, 'setTimeout').mockImplementation((run: () => void, ms = 0) => {
      waits.push(ms);
      return wait(run, [1_000, 2_000].includes(ms) ? 0 : ms);
    });
    expect(await callTool('github_files_push', { ...files, confirm: true })).toMatchObject({ status: 'executed' });
    expect(waits.filter((ms) => [1_000, 2_000].includes(ms))).toEqual([1_000, 2_000]);
    const paths = sent().map((line) => line.split('/widgets')[1]);
    expect(paths).toEqual(['/git/trees', '/git/commits', '/git/refs/heads%2Ffeature']);
  });

  it('tells a limit at once, and does not wait and send again', async () => {
    const { callTool, sandbox } = await startGitHub([githubRepoGet], { settings: { throttle: true }, rateLimit: { perHour: 0 } });
    await expect(callTool('github_repo_get', { repo: 'octo/widgets' })).rejects.toMatchObject({ code: 'rate_limited' });
    expect(sandbox.http.requests).toHaveLength(1);
  });

  it('prints nothing about what GitHub calls outdated', async () => {
    const print = vi.spyOn(console, 'warn').mockReturnValue();
    const { callTool, sandbox } = await startGitHub([githubRepoGet]);
    const text = JSON.stringify({
      full_name: 'o/n',
      html_url: 'u',
      description: null,
      private: true,
      default_branch: 'm',
      archived: false,
    });
    const headers = { 'content-type': 'application/json', deprecation: 'true', sunset: 'soon' };
    sandbox.fail({ kind: 'status', status: 200, headers, text });
    await callTool('github_repo_get', { repo: 'octo/widgets' });
    expect(print).not.toHaveBeenCalled();
  });
});
