import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@lineclear/core/plugin';
import { skipWithout, sshdBinary, startPlugin } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import plugin from '../index.ts';
import { openShop, type Shop } from './test/shop.ts';

type Point = 'upload' | 'unpacked' | 'switched' | 'started' | 'decided' | 'switched_back';
type Name = Point | 'first' | 'second';
interface Seen {
  /** The answer of the confirming call, or the error. */
  readonly answer: JsonObject;
  readonly running: string;
  readonly live: string;
  readonly lock: string;
  /** Outcome and reason of the newest line of the host's own history. */
  readonly history: string;
}

// A slow start leaves time for a cut between two steps.
const slowRestart = '#!/bin/sh\nsleep 0.7\nexec ./bin/restart-now.sh "$@"\n';

describe.skipIf(skipWithout(sshdBinary))('a connection that is lost', () => {
  let hosts: TestHosts<Name>;
  let seen: Readonly<Record<Point, Seen>>;
  let pair: { readonly first: Omit<Seen, 'answer'>; readonly second: Seen };

  // Each has a host of its own, and all of them wait for nobody at the same time.
  beforeAll(async () => {
    hosts = await startHosts({
      upload: {},
      unpacked: {},
      switched: {},
      started: {},
      decided: {},
      switched_back: {},
      first: {},
      second: {},
    });
    const [second, upload, unpacked, switched, started, decided, switchedBack] = await Promise.all([
      lose({ host: 'second', point: 'switched', before: 'first' }),
      lose({ host: 'upload', ballastBytes: 4 << 20 }),
      lose({ host: 'unpacked', smoke: ['sleep', '0.7'] }),
      lose({ host: 'switched' }),
      lose({ host: 'started', successes: 8 }),
      lose({ host: 'decided' }),
      lose({ host: 'switched_back', broken: true }),
    ]);
    pair = { first: second.others[0] ?? expect.fail(), second };
    seen = { upload, unpacked, switched, started, decided, switched_back: switchedBack };
  }, 300_000);
  afterAll(() => hosts?.stop());

  /** Deploys v1, then v2 with the connection cut as soon as the host notes a step. */
  const lose = async ({
    host,
    point = host,
    before,
    successes = 2,
    ballastBytes = 0,
    broken = false,
    ...deployment
  }: JsonObject & {
    host: Name;
    point?: string;
    before?: Name;
    successes?: number;
    ballastBytes?: number;
    broken?: boolean;
  }): Promise<Seen & { others: readonly Omit<Seen, 'answer'>[] }> => {
    const names = before === undefined ? [host] : [before, host];
    const health = { port: 1, timeout_s: 10, interval_s: 0.1, successes };
    const shop = await openShop({ hosts, names, deployment: { keep: 3, smoke: ['true'], health, ...deployment } });
    // A host waits for the time of its health and some seconds before it goes back.
    const limits = { readMs: 120_000 };
    const { callTool, confirmTool, close } = await startPlugin({ plugin, connections: { hosts: shop.settings }, limits });
    try {
      const first = await confirmTool('deploy_run', { ...shop.everywhere, ...(await shop.pack('v1')) });
      expect(first.outcome).toMatchObject({ result: { ok: true } });
      await slowDown(shop.root(host));
      const input = { ...shop.everywhere, ...(await shop.pack('v2', { broken, ballastBytes })) };
      await callTool('deploy_run', input);
      const earlier = await readdir(join(shop.root(host), '.lineclear/plans'));
      const { gate } = hosts.host(host);
      const over = new AbortController();
      const answer = callTool('deploy_run', { ...input, confirm: true }).catch((error: object) => ({
        ...error,
        status: 'error',
      }));
      if (host === 'upload') await gate.cutAfter({ bytes: 1 << 20, direction: 'up' });
      else {
        await Promise.race([answer, untilNoted({ root: shop.root(host), step: point, earlier, signal: over.signal })]);
        gate.cut();
      }
      const settled = await answer;
      over.abort();
      const others = await Promise.all(names.slice(0, -1).map((other) => whatIsThere({ shop, host: other })));
      return { answer: settled, others, ...(await whatIsThere({ shop, host })) };
    } finally {
      await close();
    }
  };

  const recovered = expect.stringContaining('Its own answer was lost');

  it('in an upload changes nothing', () => {
    expect(seen.upload).toMatchObject({ running: 'v1', live: 'releases/v1', lock: '', history: 'deployed ok' });
    expect(seen.upload.answer).toMatchObject({ status: 'error', code: 'unreachable' });
  });

  it('before the switch leaves everything as it was', () => {
    expect(seen.unpacked).toMatchObject({ running: 'v1', live: 'releases/v1', lock: '', history: 'untouched abandoned' });
    expect(seen.unpacked.answer).toMatchObject({ result: { hosts: [{ status: 'untouched', reason: 'abandoned' }] } });
  });

  it.each(['switched', 'started'] as const)('after "%s" lets the host go back by itself', (point) => {
    expect(seen[point]).toMatchObject({ running: 'v1', live: 'releases/v1', lock: '', history: 'rolled_back abandoned' });
    expect(seen[point].answer).toMatchObject({
      status: 'executed',
      warnings: [recovered],
      result: { ok: false, hosts: [{ status: 'rolled_back', reason: 'abandoned', detail: 'unchecked' }] },
    });
  });

  it('after the decision lets the host finish', () => {
    expect(seen.decided).toMatchObject({ running: 'v2', live: 'releases/v2', lock: '', history: 'deployed ok' });
    expect(seen.decided.answer).toMatchObject({ status: 'executed', result: { ok: true, hosts: [{ status: 'deployed' }] } });
  });

  it('takes back the hosts that had the release before', () => {
    const same = { running: 'v1', live: 'releases/v1', lock: '' };
    expect(pair).toMatchObject({
      first: { ...same, history: 'deployed ok' },
      second: { ...same, history: 'rolled_back abandoned' },
    });
    expect(pair.second.answer).toMatchObject({
      status: 'executed',
      warnings: [recovered],
      result: {
        ok: false,
        hosts: [
          { host: 'first', status: 'rolled_back', reason: 'another_host_failed' },
          { host: 'second', status: 'rolled_back', reason: 'abandoned' },
        ],
      },
    });
  });

  it('on the way back lets the host come back', () => {
    expect(seen.switched_back).toMatchObject({ running: 'v1', live: 'releases/v1', lock: '', history: 'rolled_back unhealthy' });
    expect(seen.switched_back.answer).toMatchObject({
      result: { hosts: [{ status: 'rolled_back', reason: 'unhealthy', detail: 'unchecked' }] },
    });
  });
});

const slowDown = async (root: string): Promise<void> => {
  const script = join(root, 'bin/restart.sh');
  await writeFile(join(root, 'bin/restart-now.sh'), await readFile(script));
  await writeFile(script, slowRestart);
  for (const name of ['restart.sh', 'restart-now.sh']) {
    // oxlint-disable-next-line no-await-in-loop -- two
    await chmod(join(root, 'bin', name), 0o755);
  }
};

const untilNoted = async ({
  root,
  step,
  earlier,
  signal,
}: {
  root: string;
  step: string;
  earlier: readonly string[];
  signal: AbortSignal;
}): Promise<void> => {
  const plans = join(root, '.lineclear/plans');
  while (!signal.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- it is watched
    for (const plan of await readdir(plans)) {
      if (earlier.includes(plan)) continue;
      // oxlint-disable-next-line no-await-in-loop -- the same
      const state = await readFile(join(plans, plan, 'state'), 'utf8').catch(() => '');
      if (state.split('\n').includes(step)) return;
    }
    // oxlint-disable-next-line no-await-in-loop -- the same
    await sleep(5);
  }
};

const whatIsThere = async ({ shop, host }: { shop: Shop<Name>; host: Name }): Promise<Omit<Seen, 'answer'>> => {
  const lines = (await shop.file(host, 'releases.jsonl')).trim().split('\n');
  const { outcome, reason } = Object(JSON.parse(lines.at(-1) ?? '{}'));
  return {
    running: await settledVersion({ shop, host }),
    live: await shop.link(host),
    lock: await shop.file(host, '.lineclear/lock/holder'),
    history: `${String(outcome)} ${String(reason)}`,
  };
};

// What a host went back to was started a moment ago.
const settledVersion = async ({ shop, host }: { shop: Shop<Name>; host: Name }): Promise<string> => {
  let version = await shop.running(host);
  for (let tries = 0; version === 'nothing' && tries < 300; tries += 1) {
    // oxlint-disable-next-line no-await-in-loop -- it is asked until it is up
    await sleep(100);
    // oxlint-disable-next-line no-await-in-loop -- the same
    version = await shop.running(host);
  }
  return version;
};
