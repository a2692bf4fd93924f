import { join } from 'node:path';
import { type Caller, compose, type Composition, fileAnchor, sqliteStore } from '@lineclear/core';
import type { Plugin } from '@lineclear/core/plugin';
import { createMetrics } from '../../../packages/host/src/metrics/metrics.ts';

/**
 * A composition with everything on that the host turns on: policy rules, a secret to hide, the audit trail in SQLite with its anchor,
 * metrics. Only the rate limit is out of the way.
 */
export const composeForBench = async ({
  plugin,
  folder,
  connections = {},
}: {
  plugin: Plugin;
  folder: string;
  /** Settings by connection; a plugin of the bench's own has none. */
  connections?: Readonly<Record<string, unknown>>;
}): Promise<Composition> => {
  const metrics = await createMetrics({ version: '1.0.0' });
  return compose({
    name: 'bench',
    version: '1.0.0',
    plugins: [plugin],
    profiles: {
      default: 'staging',
      profiles: { staging: { tier: 'staging', connections }, production: { connections: {} } },
      policy: [
        { tier: 'production', kind: 'write', allow: 'deny' },
        { profile: 'production', toolset: `${plugin.id}/${Object.keys(plugin.toolsets)[0]}`, allow: 'deny' },
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
