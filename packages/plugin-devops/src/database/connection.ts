import { defineConnection } from '@lineclear/core/plugin';
import { sharedBySettings } from '../shared-by-settings.ts';
import { DatabaseReader } from './client/database-reader.ts';
import { DatabaseWriter } from './client/database-writer.ts';
import { settings } from './settings.ts';

const shared = sharedBySettings<DatabaseReader>();

/** Postgres databases: a role that can write nothing for reads, and another one for writes that were confirmed. */
export const database = defineConnection({
  id: 'database',
  profile: settings,
  // What the reader sends stands here whole where it begins a transaction, and by its first word otherwise.
  readerCommands: ['BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY', 'SELECT', 'WITH', 'COMMIT', 'ROLLBACK'],
  connect: ({ profile, mode, resolvePath }) => {
    // Both doors share the connections of the reader, so that there are no more than the profile allows.
    const reader = shared({ settings: profile, create: () => new DatabaseReader({ settings: profile, resolvePath }) });
    return { reader, ...(mode === 'write' ? { writer: new DatabaseWriter(reader) } : {}), close: () => reader.close() };
  },
  probe: ({ reader, signal }) => reader.health({ signal }),
});
