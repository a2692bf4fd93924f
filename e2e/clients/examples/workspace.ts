import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Example } from '../example.ts';
import type { World } from '../world.ts';

export const workspaceReads: readonly Example[] = [
  {
    tool: 'fs_read',
    args: { path: 'notes.txt' },
    answers: { path: 'notes.txt', text: '1\talpha\n2\tbeta', total_lines: 2 },
    error: { args: { path: 'missing.txt' }, code: 'not_found' },
  },
  {
    tool: 'fs_list',
    args: { path: 'src' },
    answers: { entries: [{ path: 'app.ts', kind: 'file' }], complete: true },
    error: { args: { path: 'nowhere' }, code: 'not_found' },
  },
  {
    tool: 'fs_info',
    args: { path: 'notes.txt' },
    answers: { kind: 'file', bytes: 11, text: { lines: 2 } },
    error: { args: { path: '../outside' }, code: 'forbidden' },
  },
  {
    tool: 'fs_search',
    args: { pattern: 'greeting', globs: ['*.ts'] },
    answers: { matches: [{ path: 'src/app.ts', line: 1 }], complete: true },
    error: { args: { pattern: '(' }, code: 'invalid_input' },
  },
  {
    tool: 'code_duplicates',
    args: { path: 'src' },
    answers: { groups: [], files: 1, complete: true },
    error: { args: { path: '../outside' }, code: 'forbidden' },
  },
  {
    tool: 'secret_scan',
    args: { path: 'src' },
    answers: { findings: [], files_scanned: 1, complete: true },
    error: { args: { path: '../outside' }, code: 'forbidden' },
  },
];

const textOf =
  (path: string) =>
  ({ home }: World) =>
    readFile(join(home.workspace, path), 'utf8');
const isThere =
  (path: string) =>
  ({ home }: World) =>
    stat(join(home.workspace, path)).then(
      () => true,
      () => false,
    );

export const workspaceWrites: readonly Example[] = [
  {
    tool: 'fs_write',
    args: { path: 'made/by.txt', content: 'made\n' },
    answers: { risk: 'additive', approval: { required: 'model' } },
    executes: { result: { created: true, bytes: 5 }, afterwards: textOf('made/by.txt'), found: 'made\n' },
    error: { args: { path: 'notes.txt', content: 'x' }, code: 'conflict' },
  },
  {
    tool: 'fs_edit',
    args: { path: 'notes.txt', edits: [{ old: 'beta', new: 'gamma' }] },
    answers: { risk: 'reversible' },
    executes: { result: { replacements: 1 }, afterwards: textOf('notes.txt'), found: 'alpha\ngamma\n' },
    error: { args: { path: 'notes.txt', edits: [{ old: 'delta', new: 'x' }] }, code: 'conflict' },
  },
  {
    tool: 'fs_mkdir',
    args: { path: 'plans/next', parents: true },
    answers: { risk: 'reversible', details: { makes: ['plans', 'plans/next'] } },
    executes: { result: { made: 2 }, afterwards: isThere('plans/next'), found: true },
    error: { args: { path: 'src' }, code: 'conflict' },
  },
  {
    tool: 'fs_move',
    args: { from: 'old.txt', to: 'moved.txt' },
    answers: { risk: 'reversible' },
    executes: { result: { to: 'moved.txt' }, afterwards: textOf('moved.txt'), found: 'to be moved\n' },
    error: { args: { from: 'missing.txt', to: 'x.txt' }, code: 'not_found' },
  },
  {
    tool: 'fs_delete',
    args: { path: 'junk.txt' },
    answers: { risk: 'destructive', approval: { required: 'client' } },
    executes: { result: { files: 1 }, afterwards: isThere('junk.txt'), found: false },
    error: { args: { path: 'missing.txt' }, code: 'not_found' },
  },
  {
    tool: 'process_run',
    args: { argv: ['wc', '-l', 'src/app.ts'] },
    answers: { risk: 'reversible', approval: { required: 'model' } },
    executes: { result: { exit_code: 0, stdout: '1 src/app.ts\n' }, afterwards: isThere('src/app.ts'), found: true },
    error: { args: { argv: ['no-such-program'] }, code: 'not_found' },
  },
  {
    tool: 'shell_run',
    args: { command: 'wc -l < src/app.ts && wc -c notes.txt | sort' },
    answers: { risk: 'reversible', approval: { required: 'model' }, details: { redirections: ['< src/app.ts'] } },
    executes: { result: { exit_code: 0, stderr: '' }, afterwards: isThere('src/app.ts'), found: true },
    error: { args: { command: 'wc -l notes.txt & sudo id' }, code: 'forbidden' },
  },
  {
    tool: 'test_run',
    args: { argv: ['wc', '-l', 'src/app.ts'] },
    answers: { risk: 'reversible', approval: { required: 'model' } },
    executes: {
      result: { framework: null, passed: null, exit_code: 0, stdout_end: '1 src/app.ts\n' },
      afterwards: isThere('src/app.ts'),
      found: true,
    },
    error: { args: { argv: ['wc'], report: '../report.xml' }, code: 'forbidden' },
  },
];
