import { expect, test } from 'vitest';
import { commandOf, launchOf, shortName } from './host-spec.ts';

const spec = { name: '@lineclear/observer' };
const started = (script: string, env: Record<string, string> = {}) => ({
  spec,
  surroundings: { env, script, interpreter: '/opt/node' },
});

test.each([
  [started('/cache/node_modules/.bin/lineclear-observer', { npm_command: 'exec' }), 'npx @lineclear/observer'],
  [started('/usr/local/bin/lineclear-observer'), 'lineclear-observer'],
  [started('/src/bin/lineclear-observer.js', { npm_command: 'start' }), 'node /src/bin/lineclear-observer.js'],
  [started(''), 'lineclear-observer'],
])('is typed the way it was started', (parts, expected) => {
  expect(commandOf(parts)).toBe(expected);
});

test('names the Node that a project brought, because another terminal may find an older one', () => {
  const surroundings = { env: {}, script: '/src/my app/bin/x.js', interpreter: '/src/node_modules/node/bin/node' };
  expect(commandOf({ spec, surroundings })).toBe('/src/node_modules/node/bin/node "/src/my app/bin/x.js"');
});

test('others start a checkout by its path with this Node, and anything else through npx', () => {
  expect(launchOf(started('/src/bin/lineclear-observer.js'))).toEqual({
    command: '/opt/node',
    args: ['/src/bin/lineclear-observer.js'],
  });
  const npx = { command: 'npx', args: ['-y', '@lineclear/observer'] };
  expect(launchOf(started('/usr/local/bin/lineclear-observer'))).toEqual(npx);
  expect(launchOf(started('/app/node_modules/@lineclear/observer/bin/lineclear-observer.js'))).toEqual(npx);
  expect(launchOf(started('/x.js', { npm_command: 'exec' }))).toEqual(npx);
});

test('a client lists it under its name without the scope', () => {
  expect(shortName({ name: 'lineclear' })).toBe('lineclear');
  expect(shortName(spec)).toBe('lineclear-observer');
  expect(shortName({ name: '@acme/ops' })).toBe('ops');
});
