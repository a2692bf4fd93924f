import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from './repository.ts';
import { startWorkspace } from './start-workspace.ts';
import { startSwapping } from './swapping.ts';
import { tempFolder } from './temp-folder.ts';

// Ways around filters for shell commands. Only shell_run has a shell, so here each must stay a text; each would make a file `pwned` if run.
const shellTexts = [
  'a; touch pwned',
  'a\ntouch pwned',
  '$(touch pwned)',
  '"`touch pwned`"',
  '<(touch pwned)',
  '>(touch pwned)',
  '"touch" pwned',
  "t'ou'ch pwned",
  '/usr/bin/tou*h pwned',
  'env touch pwned',
  'FOO=1 touch pwned',
  'bash -c "touch pwned"',
  '{ touch pwned; }',
  'if true; then touch pwned; fi',
  'f() { touch pwned; }; f',
  'X=touch; $X pwned',
  'eval "touch pwned"',
  '${X:-$(touch pwned)}',
  'cat <<E\n$(touch pwned)\nE',
  'x=($(touch pwned))',
  '--flag=$(touch pwned)',
  '\\touch pwned',
  'touch\tpwned',
  '&touch pwned',
  '(( $(touch pwned) ))',
  '. ./pwn.sh',
  'echo dG91Y2ggcHduZWQ= | base64 -d | sh',
];

const start = async () => {
  const root = await repository({ 'a.txt': 'one\n', 'pwn.sh': 'touch pwned\n' });
  const workspace = await startWorkspace({}, { root, settings: { allow_programs: [process.execPath] } });
  return { ...workspace, untouched: () => expect(access(join(root, 'pwned'))).rejects.toMatchObject({ code: 'ENOENT' }) };
};

describe.each(shellTexts)(
  'the shell text %j (CVE-2025-11491, CVE-2025-53107, CVE-2025-53355, DesktopCommander #217 #218 #421 #422 #423 #497)',
  (text) => {
    it('is no program, pattern, path, revision or message that runs', async () => {
      const { call, confirm, untouched } = await start();
      await expect(call('process_run', { argv: [text] })).rejects.toMatchObject({ code: 'not_found' });
      await call('fs_search', { pattern: text, literal: true });
      await call('fs_search', { pattern: text, kind: 'names' }).catch(() => undefined);
      await call('fs_search', { pattern: 'a', globs: [text] }).catch(() => undefined);
      await call('fs_read', { path: text }).catch(() => undefined);
      await call('git_diff', { from: text }).catch(() => undefined);
      await call('git_diff', { paths: [text] }).catch(() => undefined);
      await call('git_status', { repository: text }).catch(() => undefined);
      await call('git_show', { revision: text }).catch(() => undefined);
      await call('git_show', { path: text }).catch(() => undefined);
      await call('git_switch', { branch: text }).catch(() => undefined);
      await confirm('fs_mkdir', { path: text }).catch(() => undefined);
      await confirm('git_branch_create', { name: text }).catch(() => undefined);
      await confirm('git_stage', { paths: [text] }).catch(() => undefined);
      await call('git_push', { remote: text }).catch(() => undefined);
      await call('git_push', { branch: text }).catch(() => undefined);
      await call('secret_scan', { path: text }).catch(() => undefined);
      await confirm('fs_write', { path: 'new.txt', content: text });
      await confirm('git_commit', { message: `Try ${text}`, paths: ['new.txt'] });
      await untouched();
    });
  },
);

describe('a folder that is swapped for a link while tools look', () => {
  it('never shows a name or a line from outside', async () => {
    const outside = await tempFolder({ 'deep/stranger.txt': 'needle from outside\n' });
    const { call, root } = await startWorkspace({ 'folder/deep/known.txt': 'needle from inside\n' });
    const stop = await startSwapping({ folder: join(root, 'folder'), outside });
    const answers: string[] = [];
    for (let round = 0; round < 60; round += 1) {
      const calls = [
        call('fs_search', { pattern: 'needle', context: 1, include_ignored: true }),
        call('fs_list', { path: '.', depth: 4 }),
        call('fs_list', { path: 'folder/deep' }),
        call('fs_read', { path: 'folder/deep/stranger.txt' }),
        call('fs_info', { path: 'folder/deep/stranger.txt' }),
      ];
      for (const end of await Promise.allSettled(calls)) if (end.status === 'fulfilled') answers.push(JSON.stringify(end.value));
    }
    await stop();
    expect(answers.some((answer) => answer.includes('known.txt'))).toBe(true);
    expect(answers.filter((answer) => /from outside|stranger/.test(answer))).toEqual([]);
  });
});
