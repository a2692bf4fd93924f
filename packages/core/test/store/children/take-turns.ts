// Waits until all are here, then writes its name again and again; holds the lock each time for as long as a busy disk takes for a commit.
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { Connection } from '../../../src/store/sqlite/connection.ts';
import { identityOf } from '../../../src/store/sqlite/files.ts';
import { WriteQueue } from '../../../src/store/sqlite/write-queue.ts';
import { print } from './print.ts';

const [, , path = '', name = '', rounds = '0', all = '0'] = process.argv;
const commitMs = 60;

const identity = identityOf(path);
if (identity === undefined) throw new Error(`${path} is missing`);
const connection = new Connection({ path, database: new DatabaseSync(path, { timeout: 0 }), identity });
const writes = new WriteQueue({ connection, readOnlyBecause: undefined });
const still = new Int32Array(new SharedArrayBuffer(4));

await writes.run(() => connection.statement('INSERT INTO present (name) VALUES (?)').run(name));
while (connection.statement('SELECT count(*) AS count FROM present').get()?.['count'] !== Number(all)) await delay(5);

for (let round = 0; round < Number(rounds); round++) {
  await writes.run(() => {
    connection.statement('INSERT INTO turns (name) VALUES (?)').run(name);
    Atomics.wait(still, 0, 0, commitMs);
  });
}
connection.close();
print({ name });
