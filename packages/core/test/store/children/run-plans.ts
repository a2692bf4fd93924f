// Claims and finishes the plans it is given, in competition with others, and prints which ones it won.
import type { EventName } from '../../../src/store/event.ts';
import { sqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { print } from './print.ts';

const [, , path = '', instance = ''] = process.argv;
const store = await sqliteStore({ path });
const won: string[] = [];

const events = (event: EventName, planId: string) => [
  { event, time: new Date().toISOString(), plan_id: planId, client: instance },
];

for (const { id } of await store.plans({ states: ['pending'], limit: 10_000 })) {
  const claim = { instance, fence: 1, leaseUntil: Date.now() + 60_000 };
  const claimed = await store.transition({
    id,
    from: ['pending'],
    set: { state: 'claimed', claim },
    events: events('claimed', id),
  });
  if (claimed === undefined) continue;
  await store.transition({ id, from: ['claimed'], fence: 1, set: { state: 'executing' }, events: events('confirmed', id) });
  const receipt = { by: instance };
  const set = { state: 'executed', receipt, sealedInput: undefined } as const;
  const finished = await store.transition({ id, from: ['executing'], fence: 1, set, events: events('executed', id) });
  if (finished?.plan.receipt?.['by'] === instance) won.push(id);
}
await store.close();
print({ instance, won });
