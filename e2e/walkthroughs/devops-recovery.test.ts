import { postgresBinary, skipWithout } from '@lineclear/testing';
import { describe } from 'vitest';
import { makeRecoveryWorld } from './machines-world.ts';
import { readPage } from './read-page.ts';
import { standIns } from './stand-ins.ts';
import { walkPage } from './walk-page.ts';

const page = await readPage(new URL('../../docs/devops-recovery.md', import.meta.url));
/** Backups, the databases that are made of them, and digests of tables. */
const more = /shop-\d{8}T\d{6}Z-[0-9a-f]{8}|shop_restored_\d{8}_\d{6}|\b[0-9a-f]{32}\b/;
const makeStandIns = () => standIns({ more });

describe.skipIf(skipWithout(postgresBinary))('with a real Postgres', () => {
  walkPage({ name: 'docs/devops-recovery.md', page, makeWorld: makeRecoveryWorld, makeStandIns });
});
