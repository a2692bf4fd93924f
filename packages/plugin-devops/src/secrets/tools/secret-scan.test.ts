import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';

const part = (text: string) => text;
// Put together, so that this file holds no secret for other scanners.
const secret = `gh${part('p_')}Zx81kQ0vLr7TdWm3Yb5NcPf2GhJs9EuAoKi4`;
const files = {
  'src/a.ts': `const one = 1;\nconst token = '${secret}';\n`,
  'docs/b.md': `Use ${secret}\n`,
  'ignored.env': `TOKEN=${secret}\n`,
  '.ignore': '*.env\n',
  'picture.png': Buffer.from([0, 1, 2]),
};

describe('secret_scan', () => {
  it('says where secrets are, of which kind, and never what they are', async () => {
    const { call } = await startWorkspace(files);
    const answer = await call('secret_scan');
    expect(answer).toMatchObject({
      findings: [
        { path: 'docs/b.md', line: 1, kind: 'github_token' },
        { path: 'src/a.ts', line: 2, kind: 'github_token', fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) },
      ],
      findings_left_out: 0,
      files_skipped: 1,
      complete: true,
    });
    expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it('looks at one folder, at one file, and at ignored files when asked to', async () => {
    const { call } = await startWorkspace(files);
    expect(await call('secret_scan', { path: 'src' })).toMatchObject({ files_scanned: 1, findings: [{ path: 'src/a.ts' }] });
    expect(await call('secret_scan', { path: 'docs/b.md' })).toMatchObject({ findings: [{ path: 'docs/b.md' }] });
    expect(await call('secret_scan', { globs: ['*.env'], include_ignored: true })).toMatchObject({
      findings: [{ path: 'ignored.env', line: 1 }],
    });
    await expect(call('secret_scan', { path: '../outside' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
