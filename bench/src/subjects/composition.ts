import { join } from 'node:path';
import { type Caller, compose, type Composition, fileAnchor, sqliteStore } from '@lineclear/core';
import type { Plugin } from '@lineclear/core/plugin';
import { createMetrics } from '../../../packages/host/src/metrics/metrics.ts';

/**
 * A composition with everything on that the host turns on: policy rules, a secret to hide, the audit trail in SQLite with its anchor,
 * metrics. Only the rate limit is out of the way.
 */
export const composeForBench = async ({ plugin, folder }: { plugin: Plugin; folder: string }): Promise<Composition> => {
  const metrics = await createMetrics({ version: '1.0.0' });
  return compose({
    name: 'bench',
    version: '1.0.0',
    plugins: [plugin],
    profiles: {
      default: 'staging',
      profiles: { staging: { tier: 'staging', connections: {} }, production: { connections: {} } },
      policy: [
        { tier: 'production', kind: 'write', allow: 'deny' },
        { profile: 'production', toolset: 'bench/bench', allow: 'deny' },
      ],
      secrets: ['a-secret-of-the-bench'],
    },
    store: await sqliteStore({ folder }),
    anchor: fileAnchor(join(folder, 'anchor')),
    hooks: { call: metrics.observe, audit: metrics.hear },
    limits: { callsPerSecond: 1_000_000 },
  });
};

/** Whoever calls over the given transport. */
export const benchCaller = (transport: Caller['transport']): Caller => ({
  principal: { id: 'bench' },
  profile: 'staging',
  transport,
});
