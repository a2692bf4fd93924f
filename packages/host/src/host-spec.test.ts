import { expect, test } from 'vitest';
import { commandOf, launchOf, shortName } from './host-spec.ts';

const spec = { name: '@lineclear/observer' };
const started = (script: string, env: Record<string, string> = {}) => ({
  spec,
  surroundings: { env, script, interpreter: '/opt/node', cwd: '/project', platform: 'linux' as const },
});

test.each([
  [started('/cache/node_modules/.bin/lineclear-observer', { npm_command: 'exec' }), 'npx @lineclear/observer'],
  [started('/usr/local/bin/lineclear-observer'), 'lineclear-observer'],
  [started('/src/bin/lineclear-observer.js', { npm_command: 'start' }), 'node /src/bin/lineclear-observer.js'],
  [started('/src/own-host.mjs'), 'node /src/own-host.mjs'],
  [started(''), 'lineclear-observer'],
])('is typed the way it was started', (parts, expected) => {
  expect(commandOf(parts)).toBe(expected);
});

test('names the Node that a project brought, because another terminal may find an older one', () => {
  const script = '/src/my app/bin/x.js';
  const surroundings = { ...started(script).surroundings, interpreter: '/src/node_modules/node/bin/node' };
  expect(commandOf({ spec, surroundings })).toBe('/src/node_modules/node/bin/node "/src/my app/bin/x.js"');
});

test('brings the configuration and the state along that variables named, which another terminal and folder do not have', () => {
  const env = { LINECLEAR_STATE: '/tmp/some state', LINECLEAR_CONFIG: 'own.yaml' };
  const { surroundings } = started('/bin/x.js', env);
  expect(commandOf({ spec, surroundings })).toBe(
    'LINECLEAR_STATE="/tmp/some state" LINECLEAR_CONFIG=/project/own.yaml node /bin/x.js',
  );
  expect(commandOf({ spec, surroundings: { ...surroundings, platform: 'win32' } })).toBe('node /bin/x.js');
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
