import { join } from 'node:path';
import * as z from 'zod';
import { percentile } from '../measure/statistics.ts';
import { startProcess } from '../processes/start-process.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

const Times = z.array(z.number());
const Writes = z.array(z.object({ preview: z.number(), confirm: z.number() }));

/** What it costs that nothing runs before it is on the disk. */
export const durableAudit: Scenario = {
  name: 'durable-audit',
  title: 'Durable audit events and a confirmed write',
  method:
    'In process, one after another, SQLite with synchronous=FULL in a temporary folder. An append is one audit event on the disk. A confirmed write is a call with confirm: true and all its transitions: claimed, confirmed, executed; its preview is measured apart.',
  run: async ({ writes }) => {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await temporaryFolder());
    const appender = stack.use(await startProcess({ script: 'store-writer.ts', args: [join(folder.path, 'appends.db')] }));
    await appender.ask({ command: 'appends', argument: Math.ceil(writes / 4), schema: Times });
    const appends = await appender.ask({ command: 'appends', argument: writes, schema: Times });
    const writer = stack.use(await startProcess({ script: 'confirming-writer.ts', args: [join(folder.path, 'writes')] }));
    await writer.ask({ command: 'writes', argument: Math.ceil(writes / 10), schema: Writes });
    const confirmed = await writer.ask({ command: 'writes', argument: Math.ceil(writes / 4), schema: Writes });
    const confirms = confirmed.map(({ confirm }) => confirm);
    return [
      { what: 'durable append, p50', value: percentile(appends, 0.5), unit: 'ms', budget: { atMost: 0.5 } },
      { what: 'durable append, p99', value: percentile(appends, 0.99), unit: 'ms' },
      {
        what: 'preview of a write, p50',
        value: percentile(
          confirmed.map(({ preview }) => preview),
          0.5,
        ),
        unit: 'ms',
      },
      { what: 'confirmed write end to end, p50', value: percentile(confirms, 0.5), unit: 'ms' },
      { what: 'confirmed write end to end, p99', value: percentile(confirms, 0.99), unit: 'ms' },
    ];
  },
};
