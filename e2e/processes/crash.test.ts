import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DepotBackend, startDepot } from '../wire/depot/backend.ts';
import { errorOf, valueOf } from './app/frames.ts';
import { type Home, makeHome } from './app/home.ts';
import { openStdio, type RawStdio } from './app/raw-stdio.ts';

const script = fileURLToPath(new URL('lease/main.ts', import.meta.url));

let home: Home;
let backend: DepotBackend;
beforeEach(async () => {
  [home, backend] = await Promise.all([makeHome(), startDepot()]);
});
afterEach(async () => {
  await backend[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

/** What holds for a process that is killed: its end is waited for. */
const shortLeaseMs = 1_500;
/** What a process keeps that lives, on a machine that has little time for it. */
const longLeaseMs = 5_000;
const openServer = ({ leaseMs = longLeaseMs } = {}): Promise<RawStdio> =>
  openStdio({ home, era: 'modern', app: { script }, args: [home.state, backend.url, String(leaseMs)] });

interface Row {
  readonly state: string;
  readonly claim_lease_until: number;
}
const planRow = (): Row => {
  const store = new DatabaseSync(home.storeFile, { readOnly: true });
  const row = store.prepare('SELECT state, claim_lease_until FROM plans ORDER BY created_at DESC LIMIT 1').get();
  store.close();
  return row as unknown as Row;
};
const timeOf = async (server: RawStdio, event: string): Promise<number> => {
  const { events } = valueOf(await server.callTool('audit_recent', { event })) as { events: { time: string }[] };
  return Date.parse(events[0]?.time ?? '');
};

/** Previews and confirms in a server that is then killed where the backend holds it. */
const killWhile = async (holding: 'reads' | 'writes'): Promise<{ ticket: string; left: Row }> => {
  await using server = await openServer({ leaseMs: shortLeaseMs });
  const ticket = String(valueOf(await server.callTool('parcel_send', { id: 'a' }))['ticket']);
  backend.hold(holding);
  server.callTool('parcel_send', { id: 'a', confirm: true }).catch(() => {});
  await backend.held();
  server.child.kill('SIGKILL');
  await server.ended;
  return { ticket, left: planRow() };
};

describe('a process that is killed with a live plan', () => {
  test('before anything was sent: another one gives the plan back when the lease ended, and runs it once', async () => {
    const { ticket, left } = await killWhile('reads');
    expect(left.state).toBe('claimed');
    backend.release();

    await using server = await openServer();
    const done = valueOf(await server.callTool('parcel_send', { id: 'a', confirm: true, ticket }));
    expect(done).toMatchObject({ status: 'executed' });
    expect(await timeOf(server, 'recovered')).toBeGreaterThanOrEqual(left.claim_lease_until);
    expect(backend.writes).toEqual(['POST /parcels/a/send']);
  });

  test('while it was being sent: another one says that the outcome is unknown when the lease ended, and sends nothing', async () => {
    const { ticket, left } = await killWhile('writes');
    expect(left.state).toBe('executing');
    backend.release();

    await using server = await openServer();
    const answer = errorOf(await server.callTool('parcel_send', { id: 'a', confirm: true, ticket }));
    expect(answer).toMatchObject({
      code: 'unknown_outcome',
      hint: expect.any(String),
      details: { receipt: { outcome: 'unknown' } },
    });
    expect(await timeOf(server, 'unknown')).toBeGreaterThanOrEqual(left.claim_lease_until);
    expect(errorOf(await server.callTool('parcel_send', { id: 'a', confirm: true, ticket }))).toMatchObject({
      code: 'unknown_outcome',
    });
    expect(backend.writes).toEqual(['POST /parcels/a/send']);
  });

  test('is found out without anybody asking about the plan', async () => {
    await killWhile('writes');
    backend.release();
    await using server = await openServer();
    await expect.poll(() => planRow().state, { timeout: 60_000 }).toBe('unknown');
    expect(await timeOf(server, 'unknown')).not.toBeNaN();
  });
});

test('a process that lives keeps its plan for as long as its write takes', async () => {
  await using first = await openServer();
  const { ticket } = valueOf(await first.callTool('parcel_send', { id: 'a' }));
  backend.hold('writes');
  const done = first.callTool('parcel_send', { id: 'a', confirm: true });
  await backend.held();
  const { claim_lease_until: lease } = planRow();

  await using second = await openServer();
  const waiting = second.callTool('parcel_send', { id: 'a', confirm: true, ticket });
  // Two leases later the second has looked for abandoned plans at least once.
  await expect.poll(() => planRow().claim_lease_until, { timeout: 60_000 }).toBeGreaterThan(lease + 2 * longLeaseMs);
  expect(planRow().state).toBe('executing');
  backend.release();

  expect(valueOf(await done)).toMatchObject({ status: 'executed' });
  expect(valueOf(await waiting)).toMatchObject({ status: 'executed', replayed: true });
  expect(backend.writes).toEqual(['POST /parcels/a/send']);
});
