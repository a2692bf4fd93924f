import { expect, test } from 'vitest';
import { planEntry } from './plan-entry.ts';

const entry = { command: 'npx', args: ['-y', 'lineclear'] };
const plan = (text: string | undefined) => planEntry({ text, key: 'mcpServers', name: 'lineclear', entry });

test('makes a file where there is none', () => {
  expect(plan(undefined)).toEqual({
    action: 'create',
    text: `${JSON.stringify({ mcpServers: { lineclear: entry } }, undefined, 2)}\n`,
  });
});

test('keeps every other entry, key and the indentation', () => {
  const before = `{\n    "theme": "dark",\n    "mcpServers": {\n        "other": { "command": "x" }\n    },\n    "last": [1]\n}\n`;
  const planned = plan(before);
  expect(planned.action).toBe('add');
  if (planned.action !== 'add') return;
  expect(JSON.parse(planned.text)).toEqual({
    theme: 'dark',
    mcpServers: { other: { command: 'x' }, lineclear: entry },
    last: [1],
  });
  expect(Object.keys(JSON.parse(planned.text))).toEqual(['theme', 'mcpServers', 'last']);
  expect(planned.text).toContain('\n    "theme"');
});

test('replaces its own entry, and leaves an equal one alone', () => {
  const old = JSON.stringify({ mcpServers: { lineclear: { command: 'old' } } });
  expect(plan(old).action).toBe('replace');
  expect(plan(JSON.stringify({ mcpServers: { lineclear: entry } })).action).toBe('unchanged');
});

test.each([
  ['{\n  // servers\n  "mcpServers": {}\n}', 'comments or trailing commas'],
  ['{ "mcpServers": {}, /* none */ "a": 1 }', 'comments or trailing commas'],
  ['{ "mcpServers": {}, }', 'comments or trailing commas'],
  ['{ "mcpServers": ', 'not valid JSON'],
  ['[]', 'not a JSON object'],
  ['{ "mcpServers": [] }', '"mcpServers" is not an object'],
])('refuses a file that it would damage: %s', (text, reason) => {
  const planned = plan(text);
  expect(planned).toMatchObject({ action: 'refuse' });
  if (planned.action === 'refuse') expect(planned.reason).toContain(reason);
});

test('does not take an inherited name for an entry', () => {
  const planned = planEntry({ text: '{"mcpServers":{}}', key: 'mcpServers', name: 'constructor', entry });
  expect(planned.action).toBe('add');
});
