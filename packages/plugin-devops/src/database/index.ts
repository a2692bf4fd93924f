import { definePlugin } from '@lineclear/core/plugin';
import { activityTools } from './activity/tools.ts';
import { backupTools } from './backups/tools.ts';
import { contentReads } from './contents/tools.ts';
import { migrationTools } from './migrations/tools.ts';
import { recoverFromDisaster } from './prompts/recover-from-disaster.ts';
import { serverReads } from './servers/tools.ts';
import { tuningReads } from './tuning/tools.ts';

const place = 'Postgres';

/** Postgres databases: what they do and hold, migrations, backups, and sessions that have to end. */
export default definePlugin({
  id: 'database',
  title: 'Databases',
  version: '0.0.0',
  toolsets: {
    databases: { title: 'Databases', use: 'See what databases do, hold and lack, without changing anything.', place },
    'database-changes': {
      title: 'Changes of databases',
      use: 'Migrate, back up and restore databases, and end sessions.',
      place,
    },
  },
  tools: [...serverReads, ...activityTools, ...tuningReads, ...contentReads, ...migrationTools, ...backupTools],
  prompts: [recoverFromDisaster],
  policy: [
    // Closed until the operator's own policy opens it; a profile without a tier is production.
    { tier: 'production', kind: 'write', allow: 'deny' },
    { class: 'restore', approval: 'human' },
  ],
});
