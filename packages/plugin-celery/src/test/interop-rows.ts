import { test } from 'vitest';
import { sentByCelery, startedHere } from './interop-row.ts';
import type { InteropWorld, Pool } from './interop-world.ts';

const pools: readonly Pool[] = ['prefork', 'solo', 'threads'];

/** A test for each pool; `open` starts its worker. A row is as many steps as a whole file elsewhere. */
export const testRows = (open: (pool: Pool) => Promise<InteropWorld>): void =>
  test.each(pools)('%s: what is sent there is read here, and what is started here is read there', async (pool) => {
    const world = await open(pool);
    await sentByCelery(world);
    await startedHere(world);
  });
