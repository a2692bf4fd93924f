import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createAuditTrail, type EventDraft, sqliteStore } from '@lineclear/core';
import * as z from 'zod';
import { answerCommands } from '../processes/commands.ts';

const [path = ''] = process.argv.slice(2);
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const store = await sqliteStore({ path });
const trail = createAuditTrail({ store, clock: Date, logger: silent });

const event = (): EventDraft => ({
  event: 'confirmed',
  time: new Date().toISOString(),
  principal: 'bench',
  tool: 'task_cancel',
  plugin: 'bench',
  profile: 'staging',
  input_digest: '0'.repeat(64),
  input: { task_uuid: '00000000-0000-0000-0000-000000000000', reason: 'It is measured.' },
  outcome: 'ok',
});

answerCommands({
  /** Milliseconds of each of so many appends, one after another, each on the disk before the next. */
  appends: async (argument) => {
    const times: number[] = [];
    for (let count = z.number().parse(argument); count > 0; count -= 1) {
      const started = performance.now();
      await trail.append([event()]);
      times.push(performance.now() - started);
    }
    return times;
  },
  /** Writes as fast as it can for so many milliseconds, eight appends at a time; yields the stalls of the event loop. */
  contend: async (argument) => {
    const until = performance.now() + z.number().parse(argument);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    let written = 0;
    while (performance.now() < until) {
      await Promise.all(Array.from({ length: 8 }, () => trail.append([event()])));
      written += 8;
    }
    delay.disable();
    return { written, p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 };
  },
});
