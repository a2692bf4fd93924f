import { expect, test } from 'vitest';
import * as z from 'zod';
import { defineConnection } from '../plugin/connection.ts';
import { loadProfiles } from '../profiles/check-profiles.ts';
import { localProfiles } from './embedded.ts';

test('makes the profile local of the connections that offer themselves', () => {
  const shared = { connect: () => ({ reader: 1 }), probe: () => 1 };
  const workspace = defineConnection({
    id: 'workspace',
    profile: z.object({ root: z.string() }),
    local: ({ cwd }) => ({ root: cwd }),
    ...shared,
  });
  const absent = defineConnection({ id: 'absent', profile: z.object({}), local: () => undefined, ...shared });
  const remote = defineConnection({ id: 'remote', profile: z.object({ url: z.url() }), ...shared });
  const connections = [workspace, absent, remote];
  const config = localProfiles({ connections, cwd: '/project/here' });
  const profile = loadProfiles({ config, connections }).get('local');
  expect(config).toMatchObject({ default: 'local', origin: 'built in', folder: '/project/here' });
  expect(profile).toMatchObject({ tier: 'development', writes: 'confirm' });
  expect(profile?.connections).toEqual(new Map([['workspace', { root: '/project/here' }]]));
});
