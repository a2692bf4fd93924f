// Appends numbered events, eight at a time, and prints how many came back chained and the longest wait.
import { sqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { print } from './print.ts';

const [, , path = '', name = '', count = '0'] = process.argv;
const together = 8;

const store = await sqliteStore({ path });
let written = 0;
let longestMs = 0;

const append = async (index: number) => {
  const start = performance.now();
  const time = new Date().toISOString();
  const [event] = await store.append([
    { event: 'read', time, client: name, duration_ms: index, details: { text: 'x'.repeat(200) } },
  ]);
  longestMs = Math.max(longestMs, performance.now() - start);
  if (event?.client === name && event.duration_ms === index) written += 1;
};

for (let start = 0; start < Number(count); start += together) {
  await Promise.all(Array.from({ length: together }, (_, offset) => append(start + offset)));
}
await store.close();
print({ name, written, longestMs: Math.round(longestMs) });
