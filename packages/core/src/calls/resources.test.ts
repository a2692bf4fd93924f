import { afterEach, expect, test } from 'vitest';
import { lampPlugin, newLamp } from '../confirm/test/lamp.ts';
import { type Line, startLine } from '../confirm/test/line.ts';
import { LineclearError } from '../plugin/errors.ts';
import { definePlugin } from '../plugin/plugin.ts';
import { resource } from '../plugin/resource.ts';
import { eventsOf } from './test/with-tools.ts';

let line: Line;
afterEach(() => line.composition.close());

const known = 'marked-secret-token';
const caller = { principal: { id: 'ada' }, profile: 'staging', transport: 'embedded' } as const;
const { signal } = new AbortController();

const notes = resource({
  uri: 'own://notes/{id}',
  name: 'note',
  description: 'For tests.',
  mimeType: 'text/plain',
  list: () => [{ uri: 'own://notes/1', name: `\u202e${known}\u001b[2J`, description: `of ${known}` }],
  complete: { id: () => [`\u001b[31m${known}`] },
  read: ({ variables }) => {
    if (variables['id'] === 'busy') throw new LineclearError('rate_limited', 'The backend said 429.');
    return { text: `a\u202e ${known}` };
  },
});

const start = async () => {
  const own = definePlugin({ id: 'own', title: 'Own', version: '1.0.0', toolsets: {}, tools: [], resources: [notes] });
  line = await startLine({ plugins: [lampPlugin(newLamp()), own] });
  return line.composition.path;
};

test('what a backend calls its resources is cleaned and redacted, in lists, completions and contents', async () => {
  const path = await start();
  expect(await path.resources(caller, signal)).toMatchObject([{ name: '[secret]', description: 'of [secret]' }]);
  const target = { kind: 'resource', uri: 'own://notes/{id}' } as const;
  expect(await path.complete({ target, argument: 'id', prefix: '', caller })).toMatchObject({ values: ['[secret]'] });
  expect(await path.readResource({ uri: 'own://notes/1', caller, signal })).toMatchObject({ value: { text: 'a [secret]' } });
});

test('a read that its backend throttles leaves an event, with a name in one line', async () => {
  const path = await start();
  expect(await path.readResource({ uri: 'own://notes/busy', caller, signal })).toMatchObject({ error: { code: 'rate_limited' } });
  await path.readResource({ uri: `own://none\u001b[2J\n${'x'.repeat(985)}${known}`, caller, signal });
  await path.getPrompt({ name: 'none\u202e\nforged', args: {}, caller });
  const events = await eventsOf(line);
  expect(events.map(({ outcome }) => outcome)).toEqual(['rate_limited', 'not_found', 'not_found']);
  expect(JSON.stringify(events)).not.toContain(known.slice(0, 6));
  for (const { details } of events) {
    // oxlint-disable-next-line no-control-regex
    expect(String(details?.['resource'] ?? details?.['prompt'])).toMatch(/^[^\u001b\u202e\n]+$/);
  }
});
