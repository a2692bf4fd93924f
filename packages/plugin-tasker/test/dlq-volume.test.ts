import type { JsonObject } from '@lineclear/core/plugin';
import { exercise } from '@lineclear/testing/tasker';
import { expect, test } from 'vitest';
import { dlqInspect } from '../src/tools/dlq-inspect.ts';
import { dlqList } from '../src/tools/dlq-list.ts';
import { dlqQueue } from '../src/tools/dlq-queue.ts';
import { dlqStats } from '../src/tools/dlq-stats.ts';
import { stalenessCheck } from '../src/tools/staleness-check.ts';
import { startInSandbox } from './start-tools.ts';

/** What each tool may cost where the DLQ holds 50,000 entries: requests, rows of one request, characters of the answer. */
const calls: readonly (readonly [string, JsonObject, { requests: number; rows: number; characters: number }])[] = [
  ['dlq_list', { limit: 100 }, { requests: 1, rows: 101, characters: 60_000 }],
  [
    'dlq_list',
    { limit: 100, offset: 49_000, resolution_status: 'manually_resolved' },
    { requests: 1, rows: 101, characters: 60_000 },
  ],
  ['dlq_queue', { limit: 100 }, { requests: 1, rows: 101, characters: 60_000 }],
  ['dlq_stats', {}, { requests: 14, rows: 500, characters: 3_000 }],
  ['staleness_check', { limit: 100 }, { requests: 1, rows: 1_001, characters: 50_000 }],
  ['dlq_inspect', { dlq_entry_uuid: exercise.resolvedDlqEntry }, { requests: 110, rows: 1_000, characters: 20_000 }],
];

test('every tool of the DLQ stays within its bounds, and says what it left out', async () => {
  const { answer, sandbox } = await startInSandbox({
    tools: [dlqInspect, dlqList, dlqQueue, dlqStats, stalenessCheck],
    volume: { dlqEntries: 50_000 },
  });
  for (const [tool, args, most] of calls) {
    sandbox.http.clear();
    const found = await answer(tool, args);
    if (found.kind !== 'value') throw new Error(`${tool}: ${JSON.stringify(found)}`);
    const rows = sandbox.http.requests.map(({ query }) => Number(query['limit'] ?? 0));
    expect(sandbox.http.requests.length, tool).toBeLessThanOrEqual(most.requests);
    expect(Math.max(...rows), tool).toBeLessThanOrEqual(most.rows);
    expect(found.text.length, tool).toBeLessThanOrEqual(most.characters);
    expect(found.value, tool).not.toHaveProperty('left_out');
    expect(found.value, tool).toMatchObject(saysWhatIsLeftOut[tool] ?? {});
  }
}, 300_000);

const saysWhatIsLeftOut: Readonly<Record<string, object>> = {
  dlq_list: { complete: false, next_offset: expect.any(Number) },
  dlq_queue: { complete: false },
  dlq_stats: {
    totals: { total_entries: expect.any(Number), pending: expect.any(Number) },
    sample: { scanned: 5_000, complete: false },
  },
  dlq_inspect: { history: { complete: false }, entry: { scanned: expect.any(Number) } },
};
