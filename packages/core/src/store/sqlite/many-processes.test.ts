import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { runChild } from '../../../test/store/child.ts';
import { draft, newFolder, plan } from '../../../test/store/fixtures.ts';
import { verify } from '../../audit/verify.ts';
import { sqliteStore } from './sqlite-store.ts';

const writers = ['w1', 'w2', 'w3', 'w4', 'w5'];
const perWriter = 1_800;
const plans = 250;

const written = z.object({ name: z.string(), written: z.number(), longestMs: z.number() });
const finished = z.object({ instance: z.string(), won: z.array(z.string()) });

// Some two thousand commits: as long as they take on a busy disk.
test('seven processes write 10,000 events into one chain, and none is lost', { timeout: 900_000 }, async () => {
  const path = join(await newFolder(), 'store.db');
  const store = await sqliteStore({ path });
  onTestFinished(() => store.close());
  for (let index = 0; index < plans; index++) {
    await store.createPlan(plan(), { plans, bytes: 1 << 20 }, [draft({ event: 'previewed', client: 'parent' })]);
  }

  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const reading = setInterval(() => void store.head(), 10);
  const start = performance.now();
  const [counts, competitors] = await Promise.all([
    Promise.all(writers.map((name) => runChild({ script: 'write-events', args: [path, name, String(perWriter)] }))),
    Promise.all(['p1', 'p2'].map((name) => runChild({ script: 'run-plans', args: [path, name] }))),
  ]);
  const seconds = (performance.now() - start) / 1000;
  clearInterval(reading);
  delay.disable();

  const answers = counts.map(([answer]) => written.parse(answer));
  const winners = competitors.map(([answer]) => finished.parse(answer));
  process.stderr.write(
    `\n${seconds.toFixed(1)} s; longest append per writer: ${answers.map(({ longestMs }) => `${longestMs} ms`).join(', ')}; ` +
      `longest stop of the reading process: ${(delay.max / 1e6).toFixed(0)} ms\n`,
  );

  expect(answers.map((answer) => answer.written)).toEqual(writers.map(() => perWriter));
  for (const client of writers) {
    const events = await allOf({ client, store });
    expect(events.map((event) => event.duration_ms)).toEqual(Array.from({ length: perWriter }, (_, index) => index));
  }
  const won = winners.flatMap((winner) => winner.won);
  expect(new Set(won).size).toBe(plans);
  expect(won).toHaveLength(plans);
  expect(await store.plans({ states: ['executed'], limit: 1_000 })).toHaveLength(plans);
  expect(await verify({ store })).toMatchObject({ status: 'ok', events: writers.length * perWriter + plans * 4 });
});

const allOf = async ({ client, store }: { client: string; store: Awaited<ReturnType<typeof sqliteStore>> }) => {
  const events = await store.events({ order: 'asc', limit: 20_000 });
  return events.filter((event) => event.client === client);
};
