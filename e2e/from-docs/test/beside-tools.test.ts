import { expect, test } from 'vitest';
import { start } from './started.ts';

const signal = new AbortController().signal;

test('the prompt names the window and its readers', async () => {
  const { composition, caller } = await start();
  const prompt = await composition.path.getPrompt({
    name: 'maintenance_notice',
    args: { id: 'mw-1', audience: 'support' },
    caller,
  });
  expect(prompt).toMatchObject({ ok: true, value: { messages: [{ text: expect.stringContaining('window mw-1') }] } });
});

test('the resource lists one entry for each status, and reads it', async () => {
  const { composition, caller } = await start();
  const listed = await composition.path.resources(caller, signal);
  expect(listed.map(({ uri }) => uri)).toEqual(['maintenance://windows/scheduled', 'maintenance://windows/cancelled']);
  const read = await composition.path.readResource({ uri: 'maintenance://windows/cancelled', caller, signal });
  expect(JSON.parse(read.ok ? (read.value.text ?? '') : '')).toMatchObject({ windows: [{ id: 'mw-3' }] });
});

test('a status that does not exist is not found', async () => {
  const { composition, caller } = await start();
  const read = await composition.path.readResource({ uri: 'maintenance://windows/late', caller, signal });
  expect(read).toMatchObject({ ok: false, error: { code: 'not_found' } });
});

test.each([
  [{ kind: 'prompt', name: 'maintenance_notice' } as const, 'audience', 'cu', 'customers'],
  [{ kind: 'resource', uri: 'maintenance://windows/{status}' } as const, 'status', 'sch', 'scheduled'],
])('%o completes %s', async (target, argument, prefix, value) => {
  const { composition, caller } = await start();
  expect(await composition.path.complete({ target, argument, prefix, caller })).toMatchObject({ values: [value], total: 1 });
});
