import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = `
import { getHeapSpaceStatistics } from 'node:v8';
import { setTimeout as sleep } from 'node:timers/promises';
import { releaseMemorySoon } from ${JSON.stringify(new URL('release-memory.ts', import.meta.url).href)};
const young = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
let kept = [];
for (let index = 0; index < 300_000; index += 1) kept.push({ index });
const before = young();
kept = [];
releaseMemorySoon();
// At most a bounded wait: the collection comes when the process has nothing else to do.
for (let waited = 0; waited < 100 && young() >= before; waited += 1) await sleep(100);
console.log(JSON.stringify({ before, after: young(), collector: typeof globalThis.gc }));
`;

test('the young generation shrinks after the start, and scripts get no collector', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  const { before, after, collector }: { before: number; after: number; collector: string } = JSON.parse(stdout);
  expect(before).toBeGreaterThan(8_000_000);
  expect(after).toBeLessThan(before / 2);
  expect(collector).toBe('undefined');
});
