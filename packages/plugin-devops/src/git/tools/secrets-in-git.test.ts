import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bareRepository, git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';

const part = (text: string) => text;
// Put together, so that this file holds no secret for other scanners.
const secret = `gh${part('p_')}Zx81kQ0vLr7TdWm3Yb5NcPf2GhJs9EuAoKi4`;
const start = async () => {
  const root = await repository({ 'a.txt': 'one\n' });
  const remote = await bareRepository();
  git(root, 'remote', 'add', 'origin', remote);
  git(root, 'checkout', '-q', '-b', 'topic');
  const workspace = await startWorkspace({}, { root, settings: { git: { push_to: [remote] } } });
  const refusal = async (tool: string, args: JsonObject): Promise<LineclearError> => {
    const error = await workspace.call(tool, args).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!LineclearError.is(error)) throw new Error(`${tool} was not refused.`);
    return error;
  };
  return {
    ...workspace,
    remote,
    refusal,
    leak: (path = 'config.ts', text = `\nconst token = '${secret}';\n`) => writeFile(join(root, path), text),
  };
};
const Findings = z.object({ findings: z.array(z.object({ fingerprint: z.string() })) });
const fingerprintsIn = ({ details }: LineclearError) => Findings.parse(details).findings.map(({ fingerprint }) => fingerprint);

describe('secrets in what would be committed', () => {
  it('block the commit, named by place and kind and never by value', async () => {
    const { refusal, leak, root } = await start();
    await leak();
    for (const args of [{ paths: ['config.ts'] }, { paths: ['.'] }]) {
      const error = await refusal('git_commit', { message: 'Leak it', ...args });
      expect(error).toMatchObject({
        code: 'forbidden',
        details: { reason: 'secrets_found', findings: [{ path: 'config.ts', line: 2, kind: 'github_token' }] },
      });
      expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain(secret.slice(6));
    }
    git(root, 'add', '.');
    expect(await refusal('git_commit', { message: 'Leak it' })).toMatchObject({ details: { reason: 'secrets_found' } });
  });

  it('pass when the caller says that they are none, which the preview shows and a person is asked about', async () => {
    const { refusal, confirm, leak, root } = await start();
    await leak();
    const args = { message: 'A fixture', paths: ['config.ts'] };
    const not_secret = fingerprintsIn(await refusal('git_commit', args));
    expect(await refusal('git_commit', { ...args, not_secret: ['0'.repeat(16)] })).toMatchObject({ code: 'forbidden' });
    const { preview } = await confirm('git_commit', { ...args, not_secret });
    expect(preview).toMatchObject({
      approval: { required: 'client' },
      warnings: ['The caller says that 1 finding of the secret scan is none: "config.ts" line 2 (github_token).'],
      details: { called_no_secret: [{ path: 'config.ts', line: 2, kind: 'github_token', fingerprint: not_secret[0] }] },
    });
    expect(git(root, 'log', '-1', '--format=%s')).toBe('A fixture');
  });

  it('are not hidden by attributes, nor by names that patches quote', async () => {
    const { refusal, leak, root } = await start();
    await leak('.gitattributes', '* -diff\n*.ts binary\n');
    await leak('b "q"\t.ts');
    const error = await refusal('git_commit', { message: 'Leak it', paths: ['.'] });
    expect(error).toMatchObject({ details: { findings: [{ path: 'b "q"\t.ts', line: 2 }] } });
    git(root, 'config', 'diff.noprefix', 'true');
    git(root, 'config', 'diff.mnemonicPrefix', 'true');
    expect(await refusal('git_commit', { message: 'Leak it', paths: ['.'] })).toMatchObject({ code: 'forbidden' });
  });

  it('do not matter where they were before, or are taken out', async () => {
    const { confirm, leak, root } = await start();
    await leak();
    git(root, 'add', '.');
    git(root, 'commit', '-q', '-m', 'Leaked by hand');
    await leak('config.ts', `\nconst token = '${secret}';\nconst more = 1;\n`);
    await confirm('git_commit', { message: 'Add a line', paths: ['config.ts'] });
    await rm(join(root, 'config.ts'));
    await confirm('git_commit', { message: 'Take it out', paths: ['config.ts'] });
    expect(git(root, 'log', '-1', '--format=%s')).toBe('Take it out');
  });
});

describe('secrets in what would be pushed', () => {
  it('block the push, also when a later commit takes them out', async () => {
    const { refusal, confirm, leak, root, remote } = await start();
    await leak();
    git(root, 'add', '.');
    git(root, 'commit', '-q', '-m', 'Leak');
    const commit = git(root, 'rev-parse', 'HEAD');
    git(root, 'rm', '-q', 'config.ts');
    git(root, 'commit', '-q', '-m', 'Take it out');
    const error = await refusal('git_push', {});
    expect(error).toMatchObject({
      code: 'forbidden',
      details: { reason: 'secrets_found', findings: [{ commit, path: 'config.ts', line: 2, kind: 'github_token' }] },
    });
    expect(JSON.stringify([error.message, error.details])).not.toContain(secret.slice(6));
    expect(git(remote, 'for-each-ref')).toBe('');
    const { preview } = await confirm('git_push', { not_secret: fingerprintsIn(error) });
    expect(preview).toMatchObject({ approval: { required: 'client' }, details: { called_no_secret: [{ commit }] } });
  });

  it('are not hidden by a history that the repository makes up', async () => {
    const { refusal, leak, root } = await start();
    const first = git(root, 'rev-parse', 'HEAD');
    await leak();
    git(root, 'add', '.');
    git(root, 'commit', '-q', '-m', 'Leak');
    git(root, 'rm', '-q', 'config.ts');
    git(root, 'commit', '-q', '-m', 'Take it out');
    const head = git(root, 'rev-parse', 'HEAD');
    await writeFile(join(root, '.git/info/grafts'), `${head} ${first}\n`);
    expect(git(root, 'log', '--format=%s')).toBe('Take it out\nFirst');
    expect(await refusal('git_push', {})).toMatchObject({ details: { reason: 'secrets_found' } });
    await rm(join(root, '.git/info/grafts'));
    git(root, 'replace', '--graft', head, first);
    expect(git(root, 'log', '--format=%s')).toBe('Take it out\nFirst');
    expect(await refusal('git_push', {})).toMatchObject({ details: { reason: 'secrets_found' } });
  });

  it('block it when a merge brought them in by itself', async () => {
    const { refusal, leak, root } = await start();
    git(root, 'checkout', '-q', '-b', 'other');
    git(root, 'commit', '-q', '--allow-empty', '-m', 'Other');
    git(root, 'checkout', '-q', 'topic');
    git(root, 'merge', '-q', '--no-ff', '--no-commit', 'other');
    await leak();
    git(root, 'add', '.');
    git(root, 'commit', '-q', '-m', 'Merge');
    expect(await refusal('git_push', {})).toMatchObject({ details: { reason: 'secrets_found' } });
  });
});
