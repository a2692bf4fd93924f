import { defineConnection, definePlugin, LineclearError, Secret, secret } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { secretMarker } from './options.ts';
import { createSecretWatch, secretsIn } from './secret-watch.ts';

const watch = createSecretWatch(['glsa_a+b/c=d']);
const finds = (value: unknown): boolean => watch.check({ rule: 'secret_in_result', subject: 'x', where: 'y', value }).length > 0;

test.for<[string, unknown]>([
  ['text', 'Bearer glsa_a+b/c=d'],
  ['a key', { 'glsa_a+b/c=d': 1 }],
  ['percent-encoding', { url: `/x?t=${encodeURIComponent('glsa_a+b/c=d')}` }],
  ['basic credentials', { header: Buffer.from('user:glsa_a+b/c=d').toString('base64') }],
  ['a map', new Map([['x', ['glsa_a+b/c=d']]])],
  ['a URL', new URL('http://x/?t=glsa_a+b/c=d')],
  ['an error', new Error('for glsa_a+b/c=d')],
  ['the details of an error', new LineclearError('internal', 'x', { details: { header: ['glsa_a+b/c=d'] } })],
  ['the marker', secretMarker],
])('finds a secret in %s', ([, value]) => {
  expect(finds(value)).toBe(true);
});

test('finds nothing in what hides or lacks it, and ends on circles', () => {
  const circle: Record<string, unknown> = { token: new Secret('glsa_a+b/c=d'), other: 'glsa_a' };
  circle['self'] = circle;
  expect(finds(circle)).toBe(false);
});

test('knows every secret in the settings of a plugin, at any depth', () => {
  const connection = defineConnection({
    id: 'c',
    profile: z.object({ token: secret(), tls: z.object({ keys: z.array(secret()) }).optional() }),
    connect: () => ({ reader: {} }),
    probe: () => undefined,
  });
  const input = z.object({});
  const tool = connection.read({ name: 't', toolset: 't', description: 'T.', input, output: input, run: () => ({}) });
  const plugin = definePlugin({ id: 'p', title: 'P', version: '1.0.0', toolsets: {}, tools: [tool] });
  expect(secretsIn(plugin, { c: { token: 'one', tls: { keys: ['two', 'three'] } } })).toEqual(['one', 'two', 'three']);
});
