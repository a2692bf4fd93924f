import { postgresBinary, skipWithout } from '@lineclear/testing';
import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import { afterAll, beforeAll, describe } from 'vitest';
import database from '../../src/database/index.ts';
import { type DatabaseRig, startRig } from '../../src/database/test/database-rig.ts';
import { startBackend } from './backend.ts';
import { examples } from './examples.ts';

describe.skipIf(skipWithout(postgresBinary))('with a real PostgreSQL', () => {
  let rig: DatabaseRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig?.close());

  pluginContract({
    plugin: database,
    module: new URL('../../src/database/index.ts', import.meta.url),
    backend: () => startBackend(rig),
    examples,
    prompts: { recover_from_disaster: { lost: 'the database shop since noon' } },
  });
});

const one = { host: '127.0.0.1', database: 'shop', reader: { user: 'reader' } };
toolSnapshots({
  plugin: database,
  connections: { database: { databases: { shop: one } } },
  folder: new URL('__snapshots__/', import.meta.url),
});
