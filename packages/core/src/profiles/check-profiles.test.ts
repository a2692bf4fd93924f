import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defineConnection } from '../plugin/connection.ts';
import { LineclearError } from '../plugin/errors.ts';
import { Secret, secret } from '../plugin/secret.ts';
import { checkProfiles, loadProfiles } from './check-profiles.ts';
import type { ProfilesConfig } from './types.ts';

const tasker = defineConnection({
  id: 'tasker',
  profile: z.object({
    url: z.url(),
    token: secret(),
    tls: z.object({ rejectUnauthorized: z.boolean().default(true) }).optional(),
    nodes: z.array(z.object({ host: z.string() })).default([]),
    extra: z.looseObject({}).optional(),
    auth: z.union([z.object({ user: z.string() }), z.object({ key: z.string() })]).optional(),
    name: z
      .string()
      .refine((name) => name === 'fine', { error: (issue) => `${String(issue.input)} is not fine` })
      .optional(),
  }),
  connect: () => ({ reader: undefined }),
  probe: () => 'ok',
});
const entry = { url: 'http://localhost:1', token: 'a-token' };

// What a file holds is not what the types promise.
const parsed = (config: unknown): ProfilesConfig => JSON.parse(JSON.stringify(config));
const check = (config: unknown) => checkProfiles({ config: parsed(config), connections: [tasker] });
const withProfile = (profile: object) => check({ default: 'a', profiles: { a: { connections: {}, ...profile } } });
const told = ({ issues }: ReturnType<typeof checkProfiles>) =>
  issues.map(({ path, message, hint }) => `${path.join('.')}: ${message} ${hint}`);

describe('a good configuration', () => {
  test('yields parsed settings and the strictest defaults', () => {
    const { profiles, issues } = check({ default: 'prod-1_x', profiles: { 'prod-1_x': { connections: { tasker: entry } } } });
    expect(issues).toEqual([]);
    const profile = profiles.get('prod-1_x');
    expect(profile).toMatchObject({
      name: 'prod-1_x',
      tier: 'production',
      writes: 'confirm',
      approval: { additive: 'model', reversible: 'model', destructive: 'client' },
    });
    const settings = z
      .object({ url: z.string(), token: z.instanceof(Secret), nodes: z.array(z.unknown()) })
      .parse(profile?.connections.get('tasker'));
    expect(settings.token.reveal()).toBe('a-token');
    expect(settings.nodes).toEqual([]);
  });

  test('takes every setting', () => {
    const { profiles, issues } = withProfile({
      tier: 'staging',
      writes: 'off',
      approval: { additive: 'human', destructive: 'human' },
      direct: ['x'],
    });
    expect(issues).toEqual([]);
    expect(profiles.get('a')).toMatchObject({
      tier: 'staging',
      writes: 'off',
      approval: { additive: 'human', reversible: 'model', destructive: 'human' },
    });
    expect(profiles.get('a')?.direct).toEqual(new Set(['x']));
  });

  test('lets an object that is declared loose have any key', () => {
    expect(withProfile({ connections: { tasker: { ...entry, extra: { any: 1 } } } }).issues).toEqual([]);
  });
});

describe('an issue names the path and the fix', () => {
  test.each<[string, object, RegExp]>([
    ['an unknown setting', { teir: 'staging' }, /^profiles\.a\.teir: Unknown key "teir"\. Did you mean "tier"\?/],
    [
      'an unknown risk',
      { approval: { destructiv: 'human' } },
      /^profiles\.a\.approval\.destructiv: .*Did you mean "destructive"\?/,
    ],
    ['a bad tier', { tier: 'prod' }, /^profiles\.a\.tier: .*Use one of: development, staging, production\./],
    ['an unknown connection', { connections: { taskr: {} } }, /^profiles\.a\.connections\.taskr: .*Did you mean "tasker"\?/],
    ['a setting among the connections', { connections: { write: 'off' } }, /connections\.write: .*Did you mean "writes"\?/],
    [
      'a missing connection setting',
      { connections: { tasker: { url: 'http://x' } } },
      /^profiles\.a\.connections\.tasker\.token: .*type string/,
    ],
    [
      'a bad connection setting',
      { connections: { tasker: { ...entry, url: 'nope' } } },
      /tasker\.url: Invalid URL\. Write a text of the form "url"\./,
    ],
    ['an empty connection', { connections: { tasker: null } }, /^profiles\.a\.connections\.tasker: .*type object/],
    [
      'an unknown connection setting',
      { connections: { tasker: { ...entry, tokn: 'x' } } },
      /tasker\.tokn: .*Did you mean "token"\?/,
    ],
    [
      'an unknown nested setting',
      { connections: { tasker: { ...entry, tls: { rejectUnauthorised: false } } } },
      /tls\.rejectUnauthorised: .*"rejectUnauthorized"/,
    ],
    [
      'an unknown setting in a list',
      { connections: { tasker: { ...entry, nodes: [{ host: 'a', prt: 1 }] } } },
      /tasker\.nodes\.0\.prt: Unknown/,
    ],
    [
      'an unknown setting in a union',
      { connections: { tasker: { ...entry, auth: { key: 'a', usr: 1 } } } },
      /tasker\.auth\.usr: Unknown/,
    ],
    ['direct writes in production', { direct: ['x'] }, /^profiles\.a\.direct: .*refused for production/],
    [
      'approval that is not stricter',
      { approval: { destructive: 'model' } },
      /^profiles\.a\.approval\.destructive: .*needs client approval/,
    ],
  ])('for %s', (_title, profile, expected) => {
    const result = withProfile(profile);
    expect(told(result)).toEqual([expect.stringMatching(expected)]);
    expect(result.profiles.size).toBe(0);
  });

  test.each(['Prod', 'a b', 'x'.repeat(33), 'ä', ''])('for the profile name "%s"', (name) => {
    expect(told(check({ default: name, profiles: { [name]: { connections: {} } } }))).toEqual([
      expect.stringContaining('cannot name a profile'),
    ]);
  });

  test('for a default that names no profile', () => {
    expect(told(check({ default: 'stagin', profiles: { staging: { connections: {} } } }))).toEqual([
      'default: There is no profile "stagin". Did you mean "staging"? Known: staging.',
    ]);
  });

  test('for a policy rule, together with everything else', () => {
    const result = check({
      default: 'a',
      profiles: { a: { connections: {}, tier: 'x' } },
      policy: [{ profile: 'b', allow: 'deny' }],
    });
    expect(result.issues.map((issue) => issue.path.join('.'))).toEqual(['profiles.a.tier', 'policy.0.profile']);
  });

  test('for something that is no configuration', () => {
    expect(check({ profiles: [], defalt: 'a' }).issues.map((issue) => issue.path.join('.'))).toEqual([
      'defalt',
      'default',
      'profiles',
    ]);
  });

  test('without a secret that a plugin quotes', () => {
    const result = check({
      default: 'a',
      secrets: ['hunter2'],
      profiles: { a: { connections: { tasker: { ...entry, name: 'hunter2' } } } },
    });
    expect(told(result)).toEqual([expect.stringContaining('[secret] is not fine')]);
  });
});

describe('loadProfiles', () => {
  test('throws one error that lists every issue', () => {
    const config = parsed({ default: 'b', profiles: { a: { connections: { tasker: { url: 'x' } } } } });
    const load = () => loadProfiles({ config, connections: [tasker] });
    expect(load).toThrow(/tasker\.url: [^]*tasker\.token: /);
    expect(load).toThrow(
      expect.objectContaining({ code: 'invalid_input', details: { reason: 'configuration', issues: expect.any(Array) } }),
    );
    expect(load).toThrow(expect.toSatisfy((error: unknown) => LineclearError.is(error)));
  });

  test('yields the profiles when there is no issue', () => {
    const config = parsed({ default: 'a', profiles: { a: { connections: {} }, b: { connections: { tasker: entry } } } });
    expect([...loadProfiles({ config, connections: [tasker] }).keys()]).toEqual(['a', 'b']);
  });
});
