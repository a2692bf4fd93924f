// Opens a store, writes to it, and prints what came of it: one line of JSON per step.
import { LineclearError } from '../../../src/plugin/errors.ts';
import { sqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { print } from './print.ts';

const [, , path = '', appends = '0'] = process.argv;

try {
  const store = await sqliteStore({ path });
  print({ id: store.id, key: Buffer.from(store.key).toString('hex') });
  for (let index = 0; index < Number(appends); index++) {
    const details = { text: 'x'.repeat(20_000) };
    const [event] = await store.append([{ event: 'started', time: new Date().toISOString(), details }]);
    print({ seq: event?.seq });
  }
  await store.close();
} catch (error) {
  if (!LineclearError.is(error)) throw error;
  print({ code: error.code, hint: error.hint, reason: error.details?.['reason'] });
}
