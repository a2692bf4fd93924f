// Prints whether SQLite was loaded by importing the stores, and by opening one.
import { memoryStore } from '../../../src/store/memory.ts';
import { sqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { print } from './print.ts';

const hasSqlite = () => JSON.stringify(Reflect.get(process, 'moduleLoadList')).includes('sqlite');

await memoryStore().append([]);
const imported = hasSqlite();
const store = await sqliteStore({ path: process.argv[2] ?? '' });
await store.close();
print({ imported, opened: hasSqlite() });
