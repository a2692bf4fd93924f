import { compose } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { expect, it, onTestFinished } from 'vitest';
import database from '../../src/database/index.ts';

// Nobody listens there: what policy lets through ends as unreachable, and what it does not never gets so far.
const place = { host: '127.0.0.1', port: 9, database: 'shop', reader: { user: 'reader' }, writer: { user: 'writer' } };
const connections = { database: { databases: { shop: { ...place, migrations: '/tmp', backups: '/tmp' }, other: place } } };
const backup = 'shop-20260101T000000Z-00000000';
const writes: Readonly<Record<string, JsonObject>> = {
  db_migrate: {},
  db_backup: {},
  db_restore: { backup },
  db_terminate: { pid: 1, backend_start: '2026-01-01T00:00:00Z', action: 'cancel' },
};

const codes = async ({
  tier,
  policy = [],
  name = 'shop',
}: {
  tier?: 'development' | 'staging' | 'production';
  policy?: object[];
  name?: string;
}) => {
  const profile = { ...(tier !== undefined && { tier }), connections };
  const composition = await compose({ plugins: [database], profiles: { default: 'test', profiles: { test: profile }, policy } });
  onTestFinished(() => composition.close());
  const caller = {
    principal: { id: 'tester' },
    profile: 'test',
    transport: 'embedded',
    client: 'test',
    readOnly: false,
  } as const;
  const asked = Object.entries(writes).map(async ([tool, args]) => {
    const { signal } = new AbortController();
    const call = { tool, args: { database: name, ...args }, caller, asking: { mode: 'none' }, signal } as const;
    const answer = await composition.path.call(call);
    return [tool, answer.kind === 'error' ? answer.error.code : answer.kind] as const;
  });
  return Object.fromEntries(await Promise.all(asked));
};
const every = (code: string) => Object.fromEntries(Object.keys(writes).map((tool) => [tool, code]));

it('names every write', () => {
  expect(
    database.tools
      .filter(({ kind }) => kind === 'write')
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(Object.keys(writes).toSorted());
});

it.each([undefined, 'production'] as const)('closes a profile of tier %s to writes', async (tier) => {
  expect(await codes({ ...(tier !== undefined && { tier }) })).toEqual(every('forbidden'));
});

it.each(['staging', 'development'] as const)('lets a profile of tier %s preview', async (tier) => {
  expect(Object.values(await codes({ tier }))).not.toContain('forbidden');
});

it('opens production for one database and one class, where the operator says so', async () => {
  const policy = [{ tier: 'production', class: 'backup', target: 'shop', allow: 'allow' }];
  const said = await codes({ tier: 'production', policy });
  expect(said).toMatchObject({ ...every('forbidden'), db_backup: expect.not.stringMatching('forbidden') });
  expect(await codes({ tier: 'production', policy, name: 'other' })).toEqual(every('forbidden'));
});

it('closes one database of a profile that is open', async () => {
  const policy = [{ target: 'other', kind: 'write', allow: 'deny' }];
  expect(await codes({ tier: 'development', policy, name: 'other' })).toEqual(every('forbidden'));
  expect(Object.values(await codes({ tier: 'development', policy }))).not.toContain('forbidden');
});
