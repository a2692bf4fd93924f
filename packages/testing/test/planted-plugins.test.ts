import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Plugin } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { ContractOptions, Example, Rule } from '../src/index.ts';
import { checkPlugin, secretMarker } from '../src/index.ts';
import type { NotesBackend } from './notes-backend.ts';
import { startNotes } from './notes-backend.ts';
import { startQueue } from './queue-backend.ts';

const edit: Example<NotesBackend> = {
  input: { id: 'n1', text: 'buy oat milk' },
  drift: ({ notes }) => void notes.set('n1', { id: 'n1', text: 'changed', version: 2 }),
};
const examples: Record<string, Example<NotesBackend> | Example<NotesBackend>[]> = {
  note_list: { input: {} },
  note_search: { input: { text: 'milk' } },
  note_edit: [edit, { input: { id: 'missing', text: 'x' }, error: 'not_found' }],
  note_open: { input: { id: 'n1' }, drift: ({ notes }) => void notes.set('n1', { id: 'n1', text: 'changed', version: 2 }) },
  note_put: [
    {
      input: { text: 'buy oat milk' },
      before: async ({ confirmTool }) => {
        const { outcome } = await confirmTool('note_open', { id: 'n1' });
        return { id: z.object({ id: z.string() }).parse(outcome['result']).id };
      },
    },
    { input: { id: 'n1', text: 'x' }, error: 'not_found' },
  ],
  note_purge: { input: {}, drift: ({ notes }) => void notes.delete('n2') },
  note_settings: { input: {} },
  note_since: { input: { since: '2026-01-31' } },
  note_index: { input: {} },
  note_count: { input: {} },
  note_filter: { input: {} },
  note_print: { input: {} },
  note_of_day: { input: {} },
  'note-list': { input: {} },
};

/** The one rule that each planted plugin breaks, where, and what differs from the usual check. */
const planted: Record<string, { rule: Rule; subject: string; options?: Partial<ContractOptions<NotesBackend>> }> = {
  'bad-name': { rule: 'tool_name', subject: 'note-list' },
  'blind-guard': { rule: 'drift_missed', subject: 'note_edit' },
  'broken-probe': { rule: 'probe_failed', subject: 'notes' },
  'broken-prompt': { rule: 'prompt_failed', subject: 'note_review', options: { prompts: { note_review: { about: 'milk' } } } },
  'broken-resource': { rule: 'resource_failed', subject: 'All notes' },
  'covering-writes': { rule: 'changes_state', subject: 'note_put' },
  'field-undescribed': {
    rule: 'field_undescribed',
    subject: 'note_filter',
    options: { examples: { note_filter: { input: { filter: { words: [{ text: 'milk' }] } } } } },
  },
  'guard-not-json': { rule: 'guard_not_json', subject: 'note_edit' },
  hangs: { rule: 'hangs', subject: 'note_list', options: { deadlineMs: 100 } },
  'import-side-effect': { rule: 'import_side_effect', subject: 'notes' },
  'import-writes-file': { rule: 'import_side_effect', subject: 'notes' },
  'input-not-json': { rule: 'input_not_json', subject: 'note_since' },
  'loose-input': {
    rule: 'input_loose',
    subject: 'note_filter',
    options: { examples: { note_filter: { input: { text: 'milk' } } } },
  },
  'no-description': { rule: 'description_missing', subject: 'note_list' },
  'output-not-json': { rule: 'output_not_json', subject: 'note_index' },
  'preview-changes-by-get': { rule: 'changes_state', subject: 'note_edit' },
  'preview-writes-state': { rule: 'changes_state', subject: 'note_edit' },
  'preview-writes': { rule: 'sends_unsafe', subject: 'note_edit' },
  'reads-with-post': { rule: 'sends_unsafe', subject: 'note_search' },
  'repeats-covered': { rule: 'write_repeated', subject: 'note_put' },
  'repeats-write': { rule: 'write_repeated', subject: 'note_edit' },
  'reserved-name': { rule: 'reserved_name', subject: 'note_print' },
  'secret-in-error': { rule: 'secret_in_error', subject: 'note_edit' },
  'secret-in-log': { rule: 'secret_in_log', subject: 'notes' },
  'secret-in-result': { rule: 'secret_in_result', subject: 'note_settings' },
  shouts: { rule: 'description_shouts', subject: 'note_list' },
  'too-large': { rule: 'token_budget', subject: 'note_filter', options: { tokens: { average: 10_000 } } },
  'undeclared-toolset': { rule: 'toolset_undeclared', subject: 'note_search' },
  'unhandled-failure': { rule: 'failure_unhandled', subject: 'note_list' },
  'verify-writes': { rule: 'sends_unsafe', subject: 'note_edit' },
  'volatile-default': { rule: 'volatile_schema', subject: 'note_of_day' },
  'volatile-guard': { rule: 'guard_volatile', subject: 'note_edit' },
  'reconcile-writes': { rule: 'sends_unsafe', subject: 'note_edit' },
  'wrong-output': { rule: 'output_wrong', subject: 'note_count' },
  'wrong-reconcile': { rule: 'reconcile_wrong', subject: 'note_edit' },
};

const check = async (name: string, options: Partial<ContractOptions<NotesBackend>> = {}) => {
  const { plugin, module } = await load(name);
  const names = new Set(plugin.tools.map((tool) => tool.name));
  if (plugin.source !== undefined) names.add('note_print');
  const wanted = Object.fromEntries(Object.entries(examples).filter(([tool]) => names.has(tool)));
  return checkPlugin({ plugin, module, backend: startNotes, examples: wanted, ...options });
};

const load = async (name: string): Promise<{ plugin: Plugin; module: URL }> => {
  const module = new URL(`bad-plugins/${name}.ts`, import.meta.url);
  const { plugin } = await import(module.href);
  return { plugin, module };
};

test('finds nothing in a good plugin and calls all of its tools', async () => {
  const { findings, registered, exercised } = await check('good');
  expect(findings).toEqual([]);
  expect(exercised).toEqual(registered);
  expect(registered).toEqual(expect.arrayContaining(['note_list', 'note_search', 'note_edit', 'note_purge']));
});

test.for(Object.entries(planted))('finds exactly the defect of %s', async ([name, { rule, subject, options }]) => {
  const { findings } = await check(name, options);
  expect(findings).toEqual([{ rule, subject, message: expect.any(String) }]);
});

test('finds a reader that writes where the backend is not HTTP', async () => {
  const { plugin, module } = await load('reader-pops-queue');
  const options: ContractOptions = {
    plugin,
    module,
    backend: startQueue,
    examples: { job_next: { input: {} } },
  };
  const { findings } = await checkPlugin(options);
  expect(findings).toEqual([{ rule: 'sends_undeclared', subject: 'job_next', message: 'Reading sends LPOP.' }]);
});

test('finds an input that should have been marked as a secret', async () => {
  const { plugin, module } = await load('secret-input-unmarked');
  const { findings } = await checkPlugin({
    plugin,
    module,
    backend: () => ({ connections: {} }),
    examples: { password_check: { input: { phrase: secretMarker } } },
  });
  expect(findings).toEqual([
    { rule: 'secret_in_audit', subject: 'password_check', message: 'A secret stands in an audit event.' },
  ]);
});

test('finds tools that no example shows, and those that it shows only failing', async () => {
  const { note_list, note_purge, note_open, note_put } = examples;
  const failing: Example<NotesBackend> = { input: { id: 'missing', text: 'x' }, error: 'not_found' };
  const { findings, registered, exercised } = await check('good', {
    examples: {
      note_list: note_list ?? [],
      note_purge: note_purge ?? [],
      note_open: note_open ?? [],
      note_put: note_put ?? [],
      note_edit: failing,
    },
  });
  expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual([
    ['example_missing', 'note_search'],
    ['example_missing', 'note_edit'],
  ]);
  expect(registered.filter((name) => !exercised.includes(name))).toEqual(['note_search', 'note_edit']);
});

test('asks for a drift, and for examples of tools that exist', async () => {
  const { note_list, note_purge, note_search, note_open, note_put } = examples;
  const { findings } = await check('good', {
    examples: {
      note_list: note_list ?? [],
      note_purge: note_purge ?? [],
      note_search: note_search ?? [],
      note_open: note_open ?? [],
      note_put: note_put ?? [],
      note_edit: { input: edit.input },
      note_lost: { input: {} },
    },
  });
  expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual([
    ['example_unknown', 'note_lost'],
    ['drift_missing', 'note_edit'],
  ]);
});

test('fails as a vitest suite, with the rule and how to keep it', async () => {
  const folder = fileURLToPath(new URL('failing-suite/', import.meta.url));
  const vitest = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));
  const child = promisify(execFile)(process.execPath, [vitest, 'run', '--root', folder], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  const { code, stdout, stderr } = await child.then(
    () => ({ code: 0, stdout: '', stderr: '' }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  expect(code).toBe(1);
  expect(stdout).toContain('1 failed');
  expect(stderr).toContain('note_list: The description shouts "MUST". [description_shouts]');
  expect(stderr).toContain('contract of notes: 1 tools registered, 1 exercised, none left out');
});

test('has a test for every planted plugin', async () => {
  const files = (await readdir(new URL('bad-plugins/', import.meta.url))).map((file) => file.replace(/\.ts$/, ''));
  expect(files.toSorted()).toEqual(
    [...Object.keys(planted), 'good', 'notes', 'note-session', 'reader-pops-queue', 'secret-input-unmarked'].toSorted(),
  );
});
