// Records reads and now and then appends an event, until somebody kills it. Tells the parent first what it is about to count on.
import { setTimeout as delay } from 'node:timers/promises';
import { createAuditTrail } from '../../../src/audit/create-audit-trail.ts';
import { sqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { print } from './print.ts';

const [, , path = '', client = '', readsPerTurn = '1'] = process.argv;
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const store = await sqliteStore({ path });
const trail = createAuditTrail({ store, clock: { now: () => Date.now() }, logger: silent });

let recorded = 0;
for (let turn = 1; ; turn++) {
  for (let read = 0; read < Number(readsPerTurn); read++) {
    recorded += 1;
    const waiting = trail.record({ event: 'read', time: new Date().toISOString(), client, duration_ms: recorded });
    if (waiting !== undefined) await waiting;
  }
  print({ recorded });
  if (turn % 40 === 0) {
    const [event] = await trail.append([{ event: 'confirmed', time: new Date().toISOString(), client, duration_ms: recorded }]);
    print({ recorded, seq: event?.seq, hash: event?.hash });
  }
  await delay(1);
}
